package io.facephys.cli.check;

import static io.facephys.schemas.CropContract.CHANNELS;
import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.cli.FacePhys;
import io.facephys.engine.recording.Recording;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.config.TopicNames;
import io.facephys.testbed.EmbeddedKafka;
import io.facephys.testbed.simulation.SimulatedRecording;
import io.facephys.testbed.topics.ChunkSender;
import io.facephys.testbed.topics.Topics;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What the command says of a good camera and of one that sends blue first, through Kafka. */
final class CheckCommandITCase {
  private static final TopicNames TOPICS = TopicNames.DEFAULT;
  private static final double RATE_BPM = 72;
  private static final int SECONDS = 12;
  private static final int CHUNK_FRAMES = 30;

  @Test
  void aFaultyCameraIsNamedWithARemedyAndAGoodOneIsNot() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      Topics.create(kafka.client(), TOPICS, /* partitions= */ 2);
      try (ChunkSender sender = new ChunkSender(kafka.client(), TOPICS.of(Topic.FACE_CHUNKS))) {
        send(sender, "good", false);
        send(sender, "blue-first", true);
        sender.flush();
      }
      String all = printed(kafka, CheckCommand.FAULT);
      assertThat(all.substring(all.indexOf("camera blue-first"), all.indexOf("camera good")))
          .containsPattern("colour order +FAULT +mean red [0-9]+, mean blue [0-9]+")
          .contains("convert with BGR2RGB");
      assertThat(all.substring(all.indexOf("camera good")))
          .contains("360 frames")
          .doesNotContain("FAULT");
      assertThat(printed(kafka, 0, "--camera-id=good")).doesNotContain("blue-first");
      printed(kafka, 1, "--camera-id=nobody");
    }
  }

  private static void send(ChunkSender sender, String camera, boolean blueFirst) {
    long start = (System.currentTimeMillis() - 1000L * SECONDS) * 1000;
    Recording face = SimulatedRecording.recording(RATE_BPM, /* seed= */ 2, SECONDS, start);
    for (int from = 0; from < face.length(); from += CHUNK_FRAMES) {
      int to = from + CHUNK_FRAMES;
      ByteBuffer frames = face.bytes(from, to);
      sender.send(
          "somebody",
          camera,
          Arrays.copyOfRange(face.captureTimesMicros(), from, to),
          blueFirst ? reversed(frames) : frames);
    }
  }

  private static ByteBuffer reversed(ByteBuffer rgb) {
    ByteBuffer bgr = ByteBuffer.allocate(rgb.remaining());
    for (int i = 0; i < bgr.capacity(); i++) {
      int channel = i % CHANNELS;
      bgr.put(i, rgb.get(rgb.position() + i - channel + CHANNELS - 1 - channel));
    }
    return bgr;
  }

  private static String printed(EmbeddedKafka kafka, int exitCode, String... more) {
    String[] arguments = {
      "check",
      "--bootstrap-servers=" + kafka.bootstrapServers(),
      "--from-beginning",
      "--duration=1",
      "--expect-bpm=" + RATE_BPM
    };
    String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    PrintStream console = System.out;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      assertThat(FacePhys.commandLine().execute(all))
          .as(bytes.toString(StandardCharsets.UTF_8))
          .isEqualTo(exitCode);
    } finally {
      System.setOut(console);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
