package io.facephys.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.camera.portrait.PortraitScene;
import io.facephys.camera.portrait.PortraitVideo;
import io.facephys.cli.capture.MotionJpegCamera;
import io.facephys.engine.recording.Recording;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.config.TopicNames;
import io.facephys.schemas.SingleObjectFormat;
import io.facephys.testbed.EmbeddedKafka;
import io.facephys.testbed.simulation.SimulatedRecording;
import io.facephys.testbed.topics.ChunkSender;
import io.facephys.testbed.topics.RecordReader;
import io.facephys.testbed.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command that is ended by Ctrl-C has done what it was started for. */
final class CtrlCITCase {
  private static final TopicNames TOPICS = TopicNames.DEFAULT;
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int CHUNK_FRAMES = 30;
  private static final int EXIT_CODE_OF_SIGINT = 128 + 2;

  private static EmbeddedKafka kafka;

  @TempDir private Path folder;

  @BeforeAll
  static void startKafka() throws Exception {
    kafka = EmbeddedKafka.start();
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @Test
  void checkGivesItsVerdict() throws Exception {
    String topic = created("checked");
    Recording face =
        SimulatedRecording.recording(/* rateBpm= */ 72, /* seed= */ 2, 12, nowMicros());
    try (ChunkSender sender = new ChunkSender(kafka.client(), topic)) {
      for (int from = 0; from < face.length(); from += CHUNK_FRAMES) {
        int to = from + CHUNK_FRAMES;
        long[] times = Arrays.copyOfRange(face.captureTimesMicros(), from, to);
        sender.send("somebody", "door", times, face.bytes(from, to));
      }
      sender.flush();
    }

    String printed =
        interrupted(
            "360 frames", "check", "--topic=" + topic, "--from-beginning", "--duration=600");

    assertThat(printed)
        .contains("camera door, subject somebody: 360 frames")
        .containsPattern("colour order +ok +mean red [0-9]+");
  }

  @Test
  void produceDeliversEveryFrameThatItCounts() throws Exception {
    String topic = created("produced");
    String printed =
        interrupted(
            "[1-9][0-9]+ frames sent",
            "produce",
            "--topic=" + topic,
            "--subjects=2",
            "--chunk=5",
            "--duration=0", // until Ctrl-C
            "--kafka=linger.ms=100000", // longer than the test, so that only a flush sends
            "--kafka=batch.size=2000000");

    List<MatchResult> counts =
        Pattern.compile("([0-9,]+) frames sent").matcher(printed).results().toList();
    String last = counts.get(counts.size() - 1).group(1);
    assertThat(frames(topic)).isEqualTo(Integer.parseInt(last.replace(",", "")));
  }

  /** The camera sends nothing any more, so that FFmpeg waits; Kafka has no part in it. */
  @Test
  void inferGivesWhatItHasOfALiveStreamThatStalls() throws Exception {
    Path file = folder.resolve("filmed.mjpeg");
    PortraitVideo.write(
        file,
        PortraitScene.of(List.of(66.0), /* seed= */ 1),
        PortraitVideo.Format.MJPEG,
        new PortraitVideo.Timing(15, 12),
        written -> {});
    Path rows = folder.resolve("rows.jsonl");
    try (MotionJpegCamera camera = MotionJpegCamera.start(file, 15)) {
      String printed =
          interrupted(
              "Pictures read: 1[0-9][0-9]",
              () -> camera.stall(true),
              "infer",
              "--video=" + camera.address(),
              "--vitals-out=" + rows);
      assertThat(printed).containsPattern("face-1: [0-9]+ frames");
    }
    assertThat(rows).isNotEmptyFile();
  }

  private static String created(String topic) throws Exception {
    Topics.create(kafka.client(), TOPICS.with(Topic.FACE_CHUNKS, topic), /* partitions= */ 1);
    return topic;
  }

  private static long nowMicros() {
    return System.currentTimeMillis() * 1000;
  }

  private static int frames(String topic) throws Exception {
    int frames = 0;
    try (RecordReader reader = new RecordReader(kafka.client(), topic, /* fromBeginning= */ true)) {
      while (!reader.hasCaughtUp()) {
        for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(100))) {
          frames +=
              SingleObjectFormat.FACE_CHUNK.decode(record.value()).getCaptureTimesMicros().size();
        }
      }
    }
    return frames;
  }

  /**
   * Runs a command until it has printed {@code ready}, interrupts it, and gives what it printed.
   */
  private String interrupted(String ready, String... command) throws Exception {
    List<String> line = new ArrayList<>(List.of(command));
    line.add("--bootstrap-servers=" + kafka.bootstrapServers());
    return interrupted(ready, () -> {}, line.toArray(String[]::new));
  }

  private String interrupted(String ready, Runnable before, String... command) throws Exception {
    Path log = folder.resolve("log");
    Process process = start(log, command);
    try {
      Pattern pattern = Pattern.compile(ready);
      Awaitility.await()
          .atMost(TIMEOUT)
          .until(() -> !process.isAlive() || pattern.matcher(Files.readString(log)).find());
      assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
      before.run();
      String pid = String.valueOf(process.pid());
      assertThat(new ProcessBuilder("kill", "-INT", pid).start().waitFor()).isZero();
      assertThat(process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(log)).isEqualTo(EXIT_CODE_OF_SIGINT);
      return Files.readString(log);
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start(Path log, String... command) throws IOException {
    // Whoever runs the tests in the background may ignore SIGINT; children inherit that.
    List<String> line = new ArrayList<>(List.of("env", "--default-signal=INT"));
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.add("-Djava.io.tmpdir=" + folder);
    line.add(
        "-Dorg.bytedeco.javacpp.cachedir=" + System.getProperty("org.bytedeco.javacpp.cachedir"));
    line.add(FacePhys.class.getName());
    line.addAll(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(line);
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().put("FACEPHYS_TERMINAL_ROWS", "24"); // prints how far it is at once
    return builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
  }
}
