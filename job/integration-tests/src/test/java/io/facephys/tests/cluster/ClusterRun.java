package io.facephys.tests.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.engine.Engine;
import io.facephys.operations.cluster.ClusterFolder;
import io.facephys.operations.cluster.ClusterOptions;
import io.facephys.operations.cluster.FlinkRest;
import io.facephys.operations.cluster.ProcessCluster;
import io.facephys.operations.cluster.RunningCluster;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.config.TopicNames;
import io.facephys.schemas.PulseWaveform;
import io.facephys.testbed.topics.ChunkSender;
import io.facephys.testbed.topics.TopicReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.awaitility.Awaitility;

/**
 * A run of the packaged job on a cluster of processes: sends streams, reads what readers see, and
 * compares it with the unbroken run. What tests kill is started again while the run waits.
 */
final class ClusterRun implements AutoCloseable {
  static final Duration PATIENCE = Duration.ofMinutes(10);

  /** What computes; {@code -Dfacephys.engine=kernel} chooses the other one. */
  static final Engine ENGINE =
      Engine.valueOf(System.getProperty("facephys.engine", "onnx").toUpperCase(Locale.ROOT));

  /** On a slow machine the broker needs longer to come back than a producer waits by default. */
  private static final String DELIVERY_TIMEOUT_MILLIS = "600000";

  /**
   * Rounds that are sent before their waves are seen, so that kills always meet some on the way.
   */
  private static final int ROUNDS_AHEAD = 6;

  private final ClusterFolder folder;
  private ProcessCluster cluster;
  private final SubjectStreams streams;
  private final ChunkSender sender;
  private final TopicReader<PulseWaveform> reader;
  private final List<PulseWaveform> waves = new ArrayList<>();
  private final List<String> supervised = new ArrayList<>();
  private int mayNeverCome; // waves of chunks that were deleted

  ClusterRun(Path folder, ClusterOptions options, SubjectStreams streams) throws Exception {
    this.folder = new ClusterFolder(folder);
    this.cluster = ProcessCluster.start(this.folder, options);
    this.streams = streams;
    Properties client = cluster.client();
    client.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MILLIS);
    this.sender = new ChunkSender(client, TopicNames.DEFAULT.of(Topic.FACE_CHUNKS));
    this.reader = TopicReader.ofWaves(client, TopicNames.DEFAULT.of(Topic.PULSE_WAVEFORMS));
  }

  /** Two TaskManagers with one slot each, and checkpoints every 2 s. */
  static ClusterOptions options() {
    return options(ENGINE);
  }

  static ClusterOptions options(Engine engine) {
    return new ClusterOptions()
        .taskManagers(2)
        .jobArguments(List.of("--engine", engine.toString()))
        .settings(
            Map.of(
                "taskmanager.numberOfTaskSlots", "1",
                "execution.checkpointing.interval", "2s",
                "execution.checkpointing.min-pause", "500ms",
                "restart-strategy.exponential-delay.max-backoff", "5s"));
  }

  ProcessCluster cluster() {
    return cluster;
  }

  /** Sends and reads until so many waves have come. */
  void awaitWaves(int count) {
    await(() -> waves.size() >= count);
  }

  /** Sends and reads until all waves have come. */
  void awaitAll() {
    await(() -> streams.allSent() && waves.size() >= streams.expectedWaves());
  }

  /** Sends and reads until this is true. */
  void await(Callable<Boolean> condition) {
    try {
      Awaitility.await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(50))
          .ignoreException(IOException.class) // a killed JobManager does not answer
          .until(
              () -> {
                step();
                return condition.call();
              });
    } catch (RuntimeException e) {
      throw new AssertionError(
          "%d of %d waves came; the supervisor did %s; %s"
              .formatted(waves.size(), streams.expectedWaves(), supervised, cluster.report()),
          e);
    }
  }

  private void step() throws IOException {
    supervised.addAll(cluster.supervise());
    int ahead = streams.expectedWaves() - waves.size() - mayNeverCome;
    if (!streams.allSent() && ahead <= ROUNDS_AHEAD * streams.subjects()) {
      streams.sendRound(sender);
    }
    waves.addAll(reader.poll(Duration.ofMillis(100)));
  }

  /** Kills every TaskManager at the moment when the files of a checkpoint are complete. */
  void killTaskManagersAtCheckpoint() throws IOException {
    List<ProcessHandle> taskManagers = new ArrayList<>();
    for (String name : taskManagers()) {
      taskManagers.add(folder.process(name).orElseThrow());
    }
    long before = newestCheckpoint();
    Awaitility.await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> newestCheckpoint() > before);
    taskManagers.forEach(ProcessHandle::destroyForcibly);
  }

  /** Waits, and starts nothing meanwhile, until the broker's times for them have run out. */
  void waitUntilKafkaForgetsTheTransactions() {
    Awaitility.await().atMost(PATIENCE).until(() -> kafka().transactionalIds(Set.of()).isEmpty());
  }

  List<String> taskManagers() {
    return cluster.names().stream().filter(name -> name.startsWith("taskmanager-")).toList();
  }

  /** The number of the newest checkpoint with metadata; -1 without any. */
  long newestCheckpoint() throws IOException {
    if (!Files.isDirectory(folder.checkpoints())) {
      return -1;
    }
    try (Stream<Path> files =
        Files.find(folder.checkpoints(), 3, (path, file) -> isMetadata(path))) {
      return files.mapToLong(ClusterRun::number).max().orElse(-1);
    } catch (UncheckedIOException e) {
      return -1; // a checkpoint was being deleted
    }
  }

  private static boolean isMetadata(Path path) {
    return path.endsWith("_metadata");
  }

  private static long number(Path metadata) {
    String folder = String.valueOf(metadata.getName(metadata.getNameCount() - 2));
    return Long.parseLong(folder.substring("chk-".length()));
  }

  /** The cluster's Kafka. */
  KafkaOperations kafka() throws IOException {
    return new KafkaOperations(cluster.client());
  }

  /** Stops the job with a savepoint and lets it go on with so many slots. */
  void rescale(int slots) throws IOException {
    RunningCluster.in(folder).rescale(slots);
  }

  /** Ends all processes and starts them again. */
  void restart(ClusterOptions options) throws IOException {
    cluster.close();
    cluster = ProcessCluster.start(folder, options);
  }

  /** Sends rounds while nobody reads them. */
  void sendWithoutReading(int rounds) {
    for (int i = 0; i < rounds; i++) {
      streams.sendRound(sender);
    }
    sender.flush();
  }

  /** Deletes all chunks that were sent so far from Kafka, as retention does. */
  void deleteChunks() throws Exception {
    kafka().deleteRecords(TopicNames.DEFAULT.of(Topic.FACE_CHUNKS));
    mayNeverCome = streams.expectedWaves() - waves.size();
  }

  /** How many lines of the TaskManagers' logs hold this text. */
  long logged(String text) throws IOException {
    long count = 0;
    for (String name : taskManagers()) {
      try (Stream<String> lines = Files.lines(folder.log(name))) {
        count += lines.filter(line -> line.contains(text)).count();
      }
    }
    return count;
  }

  /** What the supervisor did, a line each. */
  List<String> supervised() {
    return supervised;
  }

  /** How many waves came again. */
  int cameAgain() {
    return waves.size() - (int) waves.stream().map(ClusterRun::place).distinct().count();
  }

  private static String place(PulseWaveform wave) {
    return wave.getSubjectId() + "/" + wave.getSequence();
  }

  /** The highest number that came, by subject. */
  Map<String, Long> lastSequences() {
    Map<String, Long> last = new HashMap<>();
    waves.forEach(wave -> last.merge(wave.getSubjectId(), wave.getSequence(), Math::max));
    return last;
  }

  /** Every wave came; those that came again are equal to the bit. */
  void expectEveryWaveAtLeastOnce() {
    Map<String, List<String>> expected = streams.expected();
    await(
        () ->
            SubjectStreams.sets(SubjectStreams.lines(waves)).equals(SubjectStreams.sets(expected)));
  }

  /** Every wave came once, in its subject's order, and equals the unbroken run's to the bit. */
  void expectEveryWaveOnce() throws Exception {
    Optional<FlinkRest.Checkpoint> last = cluster.rest().newestCheckpoint();
    long number = last.map(FlinkRest.Checkpoint::number).orElse(0L);
    await(
        () ->
            cluster
                .rest()
                .newestCheckpoint()
                .filter(newest -> newest.number() > number + 1)
                .isPresent());
    assertThat(SubjectStreams.lines(waves)).isEqualTo(streams.expected());
    new VitalsComparison(cluster.client()).expectEveryRowOnce(streams);
  }

  @Override
  public void close() {
    sender.close();
    reader.close();
    cluster.close();
  }
}
