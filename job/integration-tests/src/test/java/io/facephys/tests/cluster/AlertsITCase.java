package io.facephys.tests.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.facephys.operations.cluster.ClusterFolder;
import io.facephys.operations.cluster.ClusterOptions;
import io.facephys.operations.cluster.RunningCluster;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.config.TopicNames;
import io.facephys.tests.FailingModel;
import io.facephys.tests.docker.RunningPrometheus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each alert fires when that happens of which it warns, on a cluster of processes that a real
 * Prometheus watches; {@code mvn verify -Pcluster} runs it where Prometheus is installed.
 */
@Tag("cluster")
final class AlertsITCase {
  private static final int SUBJECTS = 2;
  private static final int FLOOD = 300; // rounds
  private static final int STRANGERS = 24;
  private static final int GREY = 90;
  private static final int ROUNDS = 350;
  private static final String FACE_CHUNKS = TopicNames.DEFAULT.of(Topic.FACE_CHUNKS);

  @TempDir private Path folder;

  @BeforeEach
  void prometheusIsInstalled() {
    assumeThat(RunningPrometheus.isInstalled()).as("prometheus is not installed").isTrue();
  }

  @Test
  void alertsFireForBadCamerasAndForFailures() throws Exception {
    try (ClusterRun run = new ClusterRun(folder, options(), new SubjectStreams(SUBJECTS, ROUNDS))) {
      run.awaitWaves(8 * SUBJECTS);
      try (RunningPrometheus prometheus = watch()) {
        badCameras(run, prometheus);
        badRecords(run, prometheus);
        overload(run, prometheus);
        lostCheckpoints(run, prometheus);
        lostProcesses(run, prometheus);
        lateCameras(run, prometheus);
        prometheus.expectAlerts(() -> abortTransaction(run), "FacePhysWavesSentAgain");
      }
    }
  }

  private static void badCameras(ClusterRun run, RunningPrometheus prometheus) throws Exception {
    try (LiveCameras covered = camera(run, "covered", 0)) {
      prometheus.expectAlerts(covered::start, "FacePhysBadFrames", "FacePhysGaps");
      Awaitility.await()
          .atMost(ClusterRun.PATIENCE)
          .untilAsserted(() -> assertThat(prometheus.withoutData()).isEmpty());
      prometheus.expectAlerts(covered::close, "FacePhysNoChunks");
    }
  }

  private static void badRecords(ClusterRun run, RunningPrometheus prometheus) throws Exception {
    Properties client = run.cluster().client();
    client.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "forgotten");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      prometheus.expectAlerts(
          () -> {
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(FACE_CHUNKS, "no chunk".getBytes(UTF_8))).get();
          },
          "FacePhysHeldByTransactions");
      prometheus.expectAlerts(producer::commitTransaction, "FacePhysDeadLetters");
    }
  }

  private static void overload(ClusterRun run, RunningPrometheus prometheus) throws Exception {
    try (LiveCameras strangers = cameras(run, "stranger", STRANGERS, Duration.ZERO)) {
      prometheus.expectAlerts(strangers::start, "FacePhysStateLarge", "FacePhysCheckpointsSlow");
    }
    prometheus.expectAlerts(() -> run.sendWithoutReading(FLOOD), "FacePhysBehind");
  }

  private void lostCheckpoints(ClusterRun run, RunningPrometheus prometheus) throws Exception {
    Path checkpoints = new ClusterFolder(folder).checkpoints();
    Path away = folder.resolve("away");
    prometheus.expectAlerts(
        () -> {
          Files.move(checkpoints, away);
          Files.createFile(checkpoints); // so that none is written
        },
        "FacePhysCheckpointsFail",
        "FacePhysNoCheckpoint",
        "FacePhysRestarts",
        "FacePhysRestartsAgainAndAgain");
    Files.delete(checkpoints);
    Files.move(away, checkpoints);
    awaitRunning(run);
  }

  private static void lostProcesses(ClusterRun run, RunningPrometheus prometheus) throws Exception {
    prometheus.expectAlerts(
        () -> run.taskManagers().forEach(run.cluster()::kill),
        "FacePhysTaskManagerLost",
        "FacePhysProcessNotScraped",
        "FacePhysNotRunning");
    try (LiveCameras unread = camera(run, "unread", GREY)) {
      unread.start();
      Awaitility.await().pollDelay(Duration.ofSeconds(5)).until(() -> true);
    }
    run.kafka().deleteRecords(FACE_CHUNKS);
    try (LiveCameras same = camera(run, "unread", GREY)) {
      same.start();
      prometheus.expectAlerts(() -> awaitRunning(run), "FacePhysChunksDeletedUnread");
    }
    prometheus.expectAlerts(() -> run.cluster().kill("jobmanager"), "FacePhysDown");
    prometheus.expectAlerts(() -> awaitRunning(run), "FacePhysJobManagerRestarted");
  }

  private static void lateCameras(ClusterRun run, RunningPrometheus prometheus) throws Exception {
    try (LiveCameras punctual = cameras(run, "punctual", 4, Duration.ZERO);
        LiveCameras late = cameras(run, "late", 4, Duration.ofMinutes(1))) {
      punctual.start();
      prometheus.expectAlerts(late::start, "FacePhysWavesLate");
    }
  }

  /** Only in some attempts is a transaction open when the TaskManagers are killed. */
  private static void abortTransaction(ClusterRun run) throws Exception {
    for (int i = 0; i < 6 && run.logged("SENT_AGAIN") == 0; i++) {
      try (LiveCameras cameras = cameras(run, "aborted", 8, Duration.ZERO)) {
        cameras.start();
        run.killTaskManagersAtCheckpoint();
      }
      run.kafka().abortOpenTransactions();
      awaitRunning(run);
    }
  }

  @Test
  void alertsFireForFramesOnWhichTheModelFails() throws Exception {
    FailingModel.in(folder);
    ClusterOptions options =
        options()
            .jobArguments(
                List.of(
                    "--model=" + folder.resolve("failing.onnx"),
                    "--initial-state=" + folder.resolve("failing.gz"),
                    "--state-precision=float32"));
    try (ClusterRun run = new ClusterRun(folder, options, new SubjectStreams(SUBJECTS, ROUNDS))) {
      awaitRunning(run);
      try (RunningPrometheus prometheus = watch()) {
        try (LiveCameras huge = camera(run, "huge", FailingModel.HUGE_GREY)) {
          prometheus.expectAlerts(huge::start, "FacePhysModelNotFinite");
        }
        try (LiveCameras bright = camera(run, "bright", 0xFF)) {
          prometheus.expectAlerts(bright::start, "FacePhysSetAside");
        }
      }
    }
  }

  private static ClusterOptions options() {
    return ClusterRun.options()
        .settings(
            Map.of(
                "execution.checkpointing.timeout", "10s",
                "restart-strategy.exponential-delay.max-backoff", "2s"))
        .metrics();
  }

  private RunningPrometheus watch() throws IOException {
    Map<String, String> metrics = RunningCluster.in(new ClusterFolder(folder)).metrics();
    return RunningPrometheus.start(folder.resolve("prometheus"), metrics.values());
  }

  private static LiveCameras camera(ClusterRun run, String name, int grey) throws IOException {
    return new LiveCameras(run.cluster().client(), FACE_CHUNKS, List.of(name), grey, Duration.ZERO);
  }

  private static LiveCameras cameras(ClusterRun run, String name, int count, Duration age)
      throws IOException {
    List<String> names = IntStream.range(0, count).mapToObj(i -> name + "-" + i).toList();
    return new LiveCameras(run.cluster().client(), FACE_CHUNKS, names, GREY, age);
  }

  /** Starts again what has ended, until the job runs. */
  private static void awaitRunning(ClusterRun run) {
    Callable<Boolean> running =
        () -> {
          run.cluster().supervise();
          return run.cluster().rest().running();
        };
    Awaitility.await()
        .atMost(ClusterRun.PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(running);
  }
}
