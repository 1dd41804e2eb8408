package io.facephys.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.local.cluster.EmbeddedKafka;
import io.facephys.local.kafka.TopicReader;
import io.facephys.pipeline.FacePhysJob;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.config.TopicNames;
import io.facephys.schemas.PulseWaveform;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;

/** The job as it is shipped: its jar on a Flink cluster that has nothing but Flink beside it. */
final class PackagedJobITCase {
  static final Path JAR = TestClip.ROOT.resolve("job/pipeline/target/facephys-job.jar");
  private static final int CHUNK_FRAMES = 20;

  /** Two JVMs have to start in it. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @Test
  void shippedJarTurnsTheShippedClipIntoTheEnginesWave() throws Exception {
    float[] expected = TestClip.waveOf(TestClip.load(), CHUNK_FRAMES);
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      produceClip(kafka);
      try (StandaloneCluster flink =
          StandaloneCluster.start(
              JAR,
              FacePhysJob.class.getName(),
              List.of("--bootstrap-servers", kafka.bootstrapServers()))) {
        List<PulseWaveform> waves = awaitWaves(kafka, expected.length, flink);
        assertThat(LocalCluster.waveOf("somebody", waves)).isEqualTo(expected);
        flink.check();
      }
    }
  }

  private static void produceClip(EmbeddedKafka kafka) {
    int exitCode =
        FacePhys.commandLine()
            .execute(
                "produce",
                "--bootstrap-servers=" + kafka.bootstrapServers(),
                "--create-topics",
                "--clip=" + TestClip.FOLDER,
                "--subject=somebody",
                "--chunk=" + CHUNK_FRAMES);
    assertThat(exitCode).isZero();
  }

  private static List<PulseWaveform> awaitWaves(
      EmbeddedKafka kafka, int frames, StandaloneCluster flink) {
    Properties client = kafka.client();
    List<PulseWaveform> waves = new ArrayList<>();
    try (TopicReader<PulseWaveform> reader =
        TopicReader.ofWaves(client, TopicNames.DEFAULT.of(Topic.PULSE_WAVEFORMS))) {
      Awaitility.await()
          .atMost(PATIENCE)
          .until(
              () -> {
                flink.check();
                waves.addAll(reader.poll(Duration.ofMillis(200)));
                return waves.stream().mapToInt(wave -> wave.getWave().size()).sum() >= frames;
              });
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("the clip's wave did not come in time: " + flink.report(), e);
    }
    return waves;
  }
}
