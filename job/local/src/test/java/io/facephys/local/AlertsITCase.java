package io.facephys.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.facephys.local.cluster.ClusterFolder;
import io.facephys.local.cluster.ClusterOptions;
import io.facephys.local.cluster.RunningCluster;
import io.facephys.local.watching.RunningPrometheus;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.config.TopicNames;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
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
  private static final int FLOOD = 150; // rounds
  private static final int ROUNDS = 200;
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
        lostProcesses(run, prometheus);
        abortedTransaction(run, prometheus);
        lostKafka(run, prometheus);
      }
    }
  }

  private static void badCameras(ClusterRun run, RunningPrometheus prometheus) throws Exception {
    try (LiveCamera covered = camera(run, "covered", 0, Duration.ZERO)) {
      Awaitility.await()
          .atMost(ClusterRun.PATIENCE)
          .untilAsserted(() -> assertThat(prometheus.withoutData()).isEmpty());
      prometheus.awaitAlerts(
          "FacePhysBadFrames", "FacePhysGaps", "FacePhysStateLarge", "FacePhysCheckpointsSlow");
    }
    prometheus.awaitAlerts("FacePhysNoChunks");
  }

  private static void badRecords(ClusterRun run, RunningPrometheus prometheus) throws Exception {
    Properties client = run.cluster().client();
    client.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "forgotten");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>(FACE_CHUNKS, "no chunk".getBytes(UTF_8))).get();
      prometheus.awaitAlerts("FacePhysHeldByTransactions");
      producer.commitTransaction();
    }
    prometheus.awaitAlerts("FacePhysDeadLetters");
  }

  private static void overload(ClusterRun run, RunningPrometheus prometheus) throws Exception {
    run.sendWithoutReading(FLOOD);
    prometheus.awaitAlerts("FacePhysBehind");
    try (LiveCamera late = camera(run, "late", 90, Duration.ofMinutes(1))) {
      prometheus.awaitAlerts("FacePhysWavesLate");
    }
  }

  private static void lostProcesses(ClusterRun run, RunningPrometheus prometheus) throws Exception {
    run.taskManagers().forEach(run.cluster()::kill);
    prometheus.awaitAlerts(
        "FacePhysTaskManagerLost", "FacePhysProcessNotScraped", "FacePhysNotRunning");
    try (LiveCamera unread = camera(run, "unread", 90, Duration.ZERO)) {
      Awaitility.await().pollDelay(Duration.ofSeconds(5)).until(() -> true);
    }
    run.kafka().deleteRecords(FACE_CHUNKS);
    try (LiveCamera same = camera(run, "unread", 90, Duration.ZERO)) {
      awaitRunning(run);
      prometheus.awaitAlerts("FacePhysChunksDeletedUnread", "FacePhysRestarts");
    }
    run.cluster().kill("jobmanager");
    prometheus.awaitAlerts("FacePhysDown");
    awaitRunning(run);
    prometheus.awaitAlerts("FacePhysJobManagerRestarted");
  }

  /** Only in some attempts is a transaction open when the TaskManagers are killed. */
  private static void abortedTransaction(ClusterRun run, RunningPrometheus prometheus)
      throws Exception {
    for (int i = 0; i < 6 && run.logged("SENT_AGAIN") == 0; i++) {
      List<LiveCamera> cameras = new ArrayList<>();
      for (int camera = 0; camera < 8; camera++) {
        cameras.add(camera(run, "aborted-" + camera, 90, Duration.ZERO));
      }
      run.killTaskManagersAtCheckpoint();
      cameras.forEach(LiveCamera::close);
      run.kafka().abortOpenTransactions();
      awaitRunning(run);
    }
    prometheus.awaitAlerts("FacePhysWavesSentAgain");
  }

  private static void lostKafka(ClusterRun run, RunningPrometheus prometheus) throws IOException {
    try (LiveCamera camera = camera(run, "alone", 90, Duration.ZERO)) {
      run.cluster().kill("kafka");
      prometheus.awaitAlerts(
          "FacePhysNoCheckpoint", "FacePhysCheckpointsFail", "FacePhysRestartsAgainAndAgain");
    }
  }

  @Test
  void alertsFireForFramesOnWhichTheModelFails() throws Exception {
    FailingModel.in(folder);
    ClusterOptions options =
        options()
            .withJobArguments(
                List.of(
                    "--model=" + folder.resolve("failing.onnx"),
                    "--initial-state=" + folder.resolve("failing.gz"),
                    "--state-precision=float32"));
    try (ClusterRun run = new ClusterRun(folder, options, new SubjectStreams(SUBJECTS, ROUNDS))) {
      awaitRunning(run);
      try (RunningPrometheus prometheus = watch()) {
        try (LiveCamera huge = camera(run, "huge", FailingModel.HUGE_GREY, Duration.ZERO)) {
          prometheus.awaitAlerts("FacePhysModelNotFinite");
        }
        try (LiveCamera bright = camera(run, "bright", 0xFF, Duration.ZERO)) {
          prometheus.awaitAlerts("FacePhysSetAside");
        }
      }
    }
  }

  private static ClusterOptions options() {
    Map<String, String> settings = new HashMap<>(ClusterRun.options().settings());
    settings.put("execution.checkpointing.timeout", "10s");
    settings.put("restart-strategy.exponential-delay.max-backoff", "2s");
    return ClusterRun.options().withSettings(settings).withMetrics();
  }

  private RunningPrometheus watch() throws IOException {
    Map<String, String> metrics = RunningCluster.in(new ClusterFolder(folder)).metrics();
    return RunningPrometheus.start(folder.resolve("prometheus"), metrics.values());
  }

  private static LiveCamera camera(ClusterRun run, String name, int grey, Duration age)
      throws IOException {
    return new LiveCamera(run.cluster().client(), FACE_CHUNKS, name, grey, age);
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
