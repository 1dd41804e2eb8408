package io.facephys.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.cli.FacePhys;
import io.facephys.operations.cluster.ClusterFolder;
import io.facephys.operations.cluster.ClusterOptions;
import io.facephys.operations.cluster.ProcessCluster;
import io.facephys.operations.cluster.RunningCluster;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.config.TopicNames;
import io.facephys.schemas.CropContract;
import io.facephys.schemas.PulseWaveform;
import io.facephys.testbed.topics.ChunkSender;
import io.facephys.testbed.topics.TopicReader;
import io.facephys.tests.LocalCluster;
import io.facephys.tests.TestClip;
import io.facephys.tests.docker.WatchedNames;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The job as it is shipped: its jar on a Flink cluster that has nothing but Flink beside it, and
 * with the metrics that the shipped alerts, dashboard and runbook name.
 */
final class PackagedJobITCase {
  static final Path JAR = TestClip.ROOT.resolve("job/pipeline/target/facephys-job.jar");

  /** What the module {@code job/flink} says is on Flink's class path. */
  static final Path FLINK_CLASS_PATH = TestClip.ROOT.resolve("job/flink/target/classpath");

  private static final int CHUNK_FRAMES = 20;

  /** Four JVMs have to start in it. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir private Path folder;

  @Test
  void shippedJarTurnsTheShippedClipIntoTheEnginesWave() throws Exception {
    float[] expected = TestClip.waveOf(TestClip.load(), CHUNK_FRAMES);
    ClusterOptions options =
        new ClusterOptions().settings(Map.of("execution.checkpointing.interval", "1s")).metrics();
    ClusterFolder where = new ClusterFolder(folder.resolve("a folder of zoë 测试"));
    try (ProcessCluster cluster = ProcessCluster.start(where, options)) {
      produceClip(cluster.bootstrapServers());
      List<PulseWaveform> waves = awaitWaves(cluster, expected.length);
      assertThat(LocalCluster.waveOf("somebody", waves)).isEqualTo(expected);
      sendBlackChunk(cluster);
      Map<String, String> metrics = RunningCluster.in(where).metrics();
      assertThat(metrics).containsOnlyKeys("jobmanager", "taskmanager-1");
      Awaitility.await().atMost(PATIENCE).untilAsserted(() -> WatchedNames.expectAllAt(metrics));
      assertThat(cluster.supervise()).as("processes that ended").isEmpty();
      assertThat(where.checkpoints()).isNotEmptyDirectory();
    }
    try (Stream<Path> folders = Files.list(folder)) {
      assertThat(folders).containsExactly(where.root());
    }
  }

  /** Its camera appears in the metrics. */
  private static void sendBlackChunk(ProcessCluster cluster) throws Exception {
    try (ChunkSender sender =
        new ChunkSender(cluster.client(), TopicNames.DEFAULT.of(Topic.FACE_CHUNKS))) {
      long[] times = {System.currentTimeMillis() * 1000};
      sender.send("nobody", "covered", times, ByteBuffer.allocate(CropContract.FRAME_BYTES));
      sender.flush();
    }
  }

  private static void produceClip(String bootstrapServers) {
    int exitCode =
        FacePhys.commandLine()
            .execute(
                "produce",
                "--bootstrap-servers=" + bootstrapServers,
                "--clip=" + TestClip.FOLDER,
                "--subject=somebody",
                "--chunk=" + CHUNK_FRAMES);
    assertThat(exitCode).isZero();
  }

  private static List<PulseWaveform> awaitWaves(ProcessCluster cluster, int frames)
      throws Exception {
    List<PulseWaveform> waves = new ArrayList<>();
    try (TopicReader<PulseWaveform> reader =
        TopicReader.ofWaves(cluster.client(), TopicNames.DEFAULT.of(Topic.PULSE_WAVEFORMS))) {
      Awaitility.await()
          .atMost(PATIENCE)
          .until(
              () -> {
                assertThat(cluster.supervise()).as("processes that ended").isEmpty();
                waves.addAll(reader.poll(Duration.ofMillis(200)));
                return waves.stream().mapToInt(wave -> wave.getWave().size()).sum() >= frames;
              });
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("the clip's wave did not come in time: " + cluster.report(), e);
    }
    return waves;
  }
}
