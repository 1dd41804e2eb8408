package io.facephys.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.facephys.cli.page.SyntheticOutput;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.config.TopicNames;
import io.facephys.schemas.CropContract;
import io.facephys.testbed.EmbeddedKafka;
import io.facephys.testbed.topics.ChunkSender;
import io.facephys.testbed.topics.TopicReader;
import io.facephys.testbed.topics.Topics;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ids that would steer a terminal or make a line of their own: no command prints them raw. */
final class HostileIdsITCase {
  private static final String COLOURED = "A\033[31mRED\033[2J\u009b1m";
  private static final String OF_TWO_LINES = "a\nsubject-99  999 bpm OK\r";
  private static final String LONG = "x".repeat(255) + "1";
  private static final List<String> IDS = List.of(COLOURED, OF_TWO_LINES, LONG);
  private static final int FRAMES = 10;

  private static EmbeddedKafka kafka;

  @TempDir private Path folder;

  @BeforeAll
  static void startKafka() throws Exception {
    kafka = EmbeddedKafka.start();
    Topics.create(kafka.client(), TopicNames.DEFAULT, 1);
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @Test
  void whoWatchesSeesThemAsText() throws Exception {
    Properties client = kafka.client();
    try (SyntheticOutput output =
            new SyntheticOutput(client, TopicNames.DEFAULT, IDS, Set.of(OF_TWO_LINES));
        TopicReader<?> reader =
            TopicReader.ofWaves(client, TopicNames.DEFAULT.of(Topic.PULSE_WAVEFORMS))) {
      await().until(() -> !reader.poll(Duration.ofMillis(200)).isEmpty());
    }
    String printed = printedBy(0, "watch", "--from-beginning", "--duration=3");

    assertThat(printed).contains("A\\u001b[31mRED", "a\\u000asubject", "xxx1 ");
    assertThat(printed.lines().filter(line -> line.contains("\\u") || line.contains("xxx1 ")))
        .isNotEmpty()
        .allMatch(line -> line.length() < 80);
  }

  @Test
  void whoChecksSeesThemAsText() throws Exception {
    try (ChunkSender sender =
        new ChunkSender(kafka.client(), TopicNames.DEFAULT.of(Topic.FACE_CHUNKS))) {
      long start = (System.currentTimeMillis() - 1000) * 1000;
      long[] times = LongStream.range(0, FRAMES).map(i -> start + i * 33_333).toArray();
      for (String id : IDS) {
        sender.send(id, id, times, ByteBuffer.allocate(FRAMES * CropContract.FRAME_BYTES));
      }
      sender.flush();
    }

    assertThat(printedBy(1, "check", "--from-beginning", "--duration=1"))
        .contains("camera A\\u001b[31mRED", "subject a\\u000asubject-99");
  }

  @Test
  void whoSendsSeesThemAsText() {
    String clip = Path.of(System.getProperty("facephys.root"), "weights", "clip").toString();
    for (String id : IDS) {
      printedBy(0, "produce", "--clip=" + clip, "--subject=" + id);
    }
    Path video = folder.resolve("one.mkv");
    printedBy(0, "paint", "--out=" + video, "--rates=66", "--duration=2");
    printedBy(
        0,
        "camera",
        "--input=" + video,
        "--at-once",
        "--camera-id=" + COLOURED,
        "--subject=" + OF_TWO_LINES);
  }

  @Test
  void messagesShowThemAsText() {
    printedBy(1, "check", "--duration=1", "--topic=" + OF_TWO_LINES);
    printedBy(1, "infer", "--video=" + COLOURED + ".mkv");
    printedBy(2, "watch", "--duration=" + COLOURED);
    printedBy(2, "watch", "--" + COLOURED);
    printedBy(1, "state", "list", "--savepoint=" + COLOURED);
    printedBy(1, "cluster", "status", "--folder=" + folder.resolve(OF_TWO_LINES));
  }

  /** What a command prints, in which nothing may steer a terminal. */
  private static String printedBy(int exitCode, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    if (Set.of("watch", "check", "produce", "camera").contains(arguments[0])) {
      all.add("--bootstrap-servers=" + kafka.bootstrapServers());
    }
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(bytes, true, UTF_8);
    System.setOut(both);
    System.setErr(both);
    int ended;
    try {
      ended = FacePhys.commandLine().execute(all.toArray(String[]::new));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
    String printed = bytes.toString(UTF_8);
    assertThat(ended).as(printed).isEqualTo(exitCode);
    assertThat(printed.codePoints().filter(Character::isISOControl).filter(c -> c != '\n'))
        .as(printed)
        .isEmpty();
    assertThat(printed.lines()).noneMatch(line -> line.startsWith("subject-99"));
    return printed;
  }
}
