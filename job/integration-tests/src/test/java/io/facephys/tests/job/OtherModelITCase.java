package io.facephys.tests.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.cli.FacePhys;
import io.facephys.engine.recording.Recording;
import io.facephys.pipeline.config.JobOptions;
import io.facephys.pipeline.config.KafkaOptions;
import io.facephys.pipeline.config.ModelLocation;
import io.facephys.pipeline.config.OutputFormat;
import io.facephys.pipeline.config.RecordLimits;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.time.TimeRules;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.QualityReason;
import io.facephys.testbed.EmbeddedKafka;
import io.facephys.testbed.FlinkPath;
import io.facephys.testbed.LocalFlink;
import io.facephys.testbed.topics.ChunkSender;
import io.facephys.tests.LocalCluster;
import io.facephys.tests.TestClip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does when there is another model, with the real job on a real Kafka. */
final class OtherModelITCase {
  private static final String SUBJECT = "anna";
  private static final int CHUNK_FRAMES = 20;

  private static EmbeddedKafka kafka;

  private final Recording clip = TestClip.load();
  private final int quarter = clip.length() / 4 / CHUNK_FRAMES * CHUNK_FRAMES;
  private final int half = 2 * quarter;

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
  void restartedSubjectGoesOnInANewSegmentFromTheOtherModelsInitialState() throws Exception {
    try (LocalCluster cluster = new LocalCluster(kafka, "restarted");
        ChunkSender sender = sender(cluster)) {
      String first;
      try (LocalFlink flink = cluster.start(1, null)) {
        send(sender, 0, quarter);
        cluster.awaitWaves(quarter);
        first = flink.stopWithSavepoint();
      }
      Path taken;
      try (LocalFlink flink = cluster.start(1, first)) { // its savepoint has more in it
        send(sender, quarter, half);
        cluster.awaitWaves(half);
        taken = FlinkPath.toLocal(flink.stopWithSavepoint());
      }
      Path restarted = folder.resolve("restarted");
      int exitCode =
          FacePhys.commandLine()
              .execute("state", "restart", "--savepoint=" + taken, "--out=" + restarted);
      assertThat(exitCode).isZero();

      try (LocalFlink flink = cluster.start(otherModel(), restarted.toString())) {
        send(sender, half, clip.length());
        List<PulseWaveform> waves = cluster.awaitWaves(clip.length());
        float[] wave = LocalCluster.waveOf(SUBJECT, waves);
        assertThat(Arrays.copyOf(wave, half))
            .isEqualTo(TestClip.waveOf(clip.first(half), CHUNK_FRAMES));
        assertThat(Arrays.copyOfRange(wave, half, clip.length()))
            .isEqualTo(TestClip.waveOf(secondHalf(), CHUNK_FRAMES));
        PulseWaveform before = waveAt(half / CHUNK_FRAMES - 1, waves);
        PulseWaveform after = waveAt(half / CHUNK_FRAMES, waves);
        assertThat(after.getSegment()).isEqualTo(before.getSegment() + 1);
        assertThat(after.getReasons()).contains(QualityReason.STATE_LOST, QualityReason.WARMING_UP);
        assertThat(after.getModelSha256()).isNotEqualTo(before.getModelSha256());
        flink.check();
      }
    }
  }

  @Test
  void twoModelsRunSideBySideOnTheSameChunks() throws Exception {
    try (LocalCluster blue = new LocalCluster(kafka, "blue");
        LocalCluster green = new LocalCluster(kafka, "green");
        ChunkSender sender = sender(blue);
        LocalFlink old = blue.start(1, null);
        LocalFlink next = LocalFlink.start(greenOptions(blue, green), green.configuration(1, 0))) {
      send(sender, 0, clip.length());

      List<PulseWaveform> blues = blue.awaitWaves(clip.length());
      List<PulseWaveform> greens = green.awaitWaves(clip.length());
      assertThat(LocalCluster.waveOf(SUBJECT, greens))
          .isEqualTo(LocalCluster.waveOf(SUBJECT, blues))
          .isEqualTo(TestClip.waveOf(clip, CHUNK_FRAMES));
      assertThat(greens.get(0).getModelSha256()).isNotEqualTo(blues.get(0).getModelSha256());
      old.check();
      next.check();
    }
  }

  /** The same chunks, everything else of its own. */
  private JobOptions greenOptions(LocalCluster blue, LocalCluster green) throws Exception {
    return new JobOptions(
        KafkaOptions.of(kafka.bootstrapServers()).named("green"),
        green.topics().with(Topic.FACE_CHUNKS, blue.topics().of(Topic.FACE_CHUNKS)),
        OutputFormat.DEFAULT,
        128,
        otherModel(),
        TimeRules.DEFAULT,
        RecordLimits.DEFAULT,
        true);
  }

  /** The default weights in a file with one more byte, which makes it another model. */
  private ModelLocation otherModel() throws Exception {
    Path file = folder.resolve("next.weights.h5");
    if (!Files.exists(file)) {
      Files.copy(TestClip.ROOT.resolve("weights/pulse.weights.h5"), file);
      Files.write(file, new byte[1], StandardOpenOption.APPEND);
    }
    return new ModelLocation(file.toString(), null);
  }

  private static ChunkSender sender(LocalCluster cluster) {
    return new ChunkSender(cluster.client(), cluster.topics().of(Topic.FACE_CHUNKS));
  }

  private void send(ChunkSender sender, int start, int end) {
    for (int from = start; from < end; from += CHUNK_FRAMES) {
      int to = Math.min(end, from + CHUNK_FRAMES);
      long[] times = Arrays.copyOfRange(clip.captureTimesMicros(), from, to);
      sender.send(SUBJECT, "front", times, clip.bytes(from, to));
    }
    sender.flush();
  }

  private Recording secondHalf() {
    return new Recording(
        clip.slice(half, clip.length()),
        Arrays.copyOfRange(clip.captureTimesMicros(), half, clip.length()));
  }

  private static PulseWaveform waveAt(int sequence, List<PulseWaveform> waves) {
    return waves.stream().filter(wave -> wave.getSequence() == sequence).findFirst().orElseThrow();
  }
}
