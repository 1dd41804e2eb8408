package io.facephys.operations.cluster;

import io.facephys.pipeline.config.TopicNames;
import io.facephys.testbed.EmbeddedKafka;
import io.facephys.testbed.topics.ClientProperties;
import io.facephys.testbed.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The job's jar on a Flink cluster in application mode with high availability, as an operator runs
 * it: ZooKeeper, a JobManager and TaskManagers in JVMs of their own, with Flink's class path and
 * the shipped configuration, on 127.0.0.1; beside them a Kafka broker, if none is given. What ends
 * is started again by {@link #supervise}. All processes end with this object; state stays in the
 * folder, and a cluster that starts there again goes on from it.
 *
 * <p>A place to rehearse, and the rig of tests: nothing in production uses it. Not for several
 * threads.
 */
public final class ProcessCluster implements AutoCloseable {
  static final String KAFKA = "kafka";
  static final String ZOOKEEPER = "zookeeper";
  static final String JOB_MANAGER = "jobmanager";
  static final String TASK_MANAGER = "taskmanager-";
  static final String SUPERVISOR = "supervisor";
  private static final int SUCCEEDED = 0;
  private static final int FAILED = 1443 & 0xff; // Flink's exit code for a job that failed
  private static final int KILLED = 128 + 9; // by signal 9, as a shell says it
  private static final Duration KAFKA_TIMEOUT = Duration.ofMinutes(2);
  private static final int TOPIC_PARTITIONS = 4;
  private static final long STOP_CHECK_NANOS = Duration.ofSeconds(2).toNanos();

  private final ClusterFolder folder;
  private final ClusterOptions options;
  private final ClusterJvms jvms;
  private final Map<String, ClusterProcess> processes = new LinkedHashMap<>();
  private JobStart jobStart;
  private Optional<String> stoppedWith = Optional.empty(); // the savepoint's path
  private long lastStopCheck = System.nanoTime();

  private ProcessCluster(ClusterFolder folder, ClusterOptions options) throws IOException {
    this.folder = folder;
    this.options = options;
    this.jvms = new ClusterJvms(folder, options);
    jvms.layOut();
    JobStart last = JobStart.read(folder).orElse(new JobStart(1, 1, Optional.empty()));
    int generation = last.generation() + (options.from.isPresent() ? 1 : 0);
    this.jobStart =
        new JobStart(
            generation, jvms.parallelism(generation), options.from.or(() -> last.savepoint()));
    jobStart.write(folder);
  }

  /**
   * Starts the processes, and returns before the job runs.
   *
   * @throws IllegalStateException if a cluster already runs in this folder
   */
  public static ProcessCluster start(ClusterFolder folder, ClusterOptions options)
      throws IOException {
    if (options.taskManagers < 1) {
      throw new IllegalArgumentException(
          "task-managers is %d; at least 1 is needed".formatted(options.taskManagers));
    }
    folder.create();
    Optional<ProcessHandle> other = folder.process(SUPERVISOR);
    if (other.isPresent()) {
      throw new IllegalStateException(
          "a cluster runs in %s already, started by process %d; './facephys cluster stop' ends it"
              .formatted(folder.root(), other.get().pid()));
    }
    folder.writeOwnPid(SUPERVISOR);
    ProcessCluster cluster = new ProcessCluster(folder, options);
    try {
      cluster.startAll();
      return cluster;
    } catch (IOException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private void startAll() throws IOException {
    start(ZOOKEEPER);
    if (options.bootstrapServers.isEmpty()) {
      start(KAFKA);
      createTopics();
    }
    start(JOB_MANAGER);
    for (int i = 1; i <= options.taskManagers; i++) {
      start(TASK_MANAGER + i);
    }
  }

  private void start(String name) throws IOException {
    ClusterJvms.Jvm jvm =
        switch (name) {
          case ZOOKEEPER -> jvms.zooKeeper();
          case KAFKA -> jvms.kafka();
          case JOB_MANAGER -> jvms.jobManager(jobStart);
          default -> jvms.taskManager(jobStart, name);
        };
    processes.put(name, ClusterProcess.start(name, folder, jvm.environment(), jvm.command()));
  }

  private void createTopics() throws IOException {
    Properties client = client();
    long deadline = System.nanoTime() + KAFKA_TIMEOUT.toNanos();
    try {
      while (!EmbeddedKafka.answers(client)) {
        if (System.nanoTime() > deadline || process(KAFKA).exitStatus().isPresent()) {
          throw new IllegalStateException("Kafka did not start: " + process(KAFKA).failure());
        }
        TimeUnit.MILLISECONDS.sleep(200);
      }
      Topics.create(client, TopicNames.DEFAULT, TOPIC_PARTITIONS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the Kafka broker started", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("topics could not be created: " + e.getMessage(), e);
    }
  }

  /**
   * Starts again what has ended, and the job where a command asked for it; one round.
   *
   * @return what was done, a line each
   * @throws IllegalStateException if the job failed for good; the message names the cause
   */
  public List<String> supervise() throws IOException {
    List<String> done = new ArrayList<>();
    for (String name : List.copyOf(processes.keySet())) {
      process(name).limitLog();
      Optional<Integer> status = process(name).exitStatus();
      if (status.isPresent()) {
        String ending = ending(name, status.get());
        if (startAgain(name, status.get())) {
          done.add(ending + "; it was started again");
        }
      }
    }
    if (System.nanoTime() - lastStopCheck > STOP_CHECK_NANOS) {
      lastStopCheck = System.nanoTime();
      checkForStop(done);
    }
    return done;
  }

  private String ending(String name, int status) {
    return status == KILLED ? name + " was killed" : process(name).failure();
  }

  /** Asks Flink whether the job was stopped with a savepoint. */
  private void checkForStop(List<String> done) throws IOException {
    if (stoppedWith.isPresent()) {
      return;
    }
    try {
      stoppedWith = rest().stoppedWith();
    } catch (IOException | IllegalStateException e) {
      return; // nobody answers now, or there is no job yet
    }
    stoppedWith.ifPresent(path -> done.add("the job was stopped with savepoint " + path));
  }

  static boolean isFlink(String name) {
    return name.equals(JOB_MANAGER) || name.startsWith(TASK_MANAGER);
  }

  private boolean startAgain(String name, int status) throws IOException {
    if (name.equals(JOB_MANAGER)) {
      return startJobManagerAgain(status);
    }
    start(name);
    return true;
  }

  private boolean startJobManagerAgain(int status) throws IOException {
    if (status == FAILED) {
      throw new IllegalStateException("the job failed; " + process(JOB_MANAGER).failure());
    }
    // Another status than success does not mean that the job failed: if nobody has asked for the
    // result of the stop, the JobManager ends with 2. Started again, it would begin without state.
    if (status == SUCCEEDED || stoppedWith.isPresent()) {
      JobStart next = JobStart.read(folder).orElse(jobStart);
      if (next.equals(jobStart)) {
        return false; // a command says how it goes on
      }
      jobStart = next;
    }
    stoppedWith = Optional.empty();
    start(JOB_MANAGER);
    return true;
  }

  /** Where Kafka is, {@code host:port}. */
  public String bootstrapServers() throws IOException {
    return jvms.bootstrapServers();
  }

  /** New properties for any client of Kafka; callers may change them. */
  public Properties client() throws IOException {
    return ClientProperties.of(bootstrapServers());
  }

  /** Where Flink's REST interface is. */
  public FlinkRest rest() throws IOException {
    return FlinkRest.of(folder);
  }

  /** Kills a process as {@code kill -9} does, and waits for its end. */
  public void kill(String name) {
    process(name).close();
  }

  private ClusterProcess process(String name) {
    ClusterProcess process = processes.get(name);
    if (process == null) {
      throw new IllegalArgumentException(
          "no process is called '%s'; there are %s".formatted(name, processes.keySet()));
    }
    return process;
  }

  /** The names of all processes. */
  public List<String> names() {
    return List.copyOf(processes.keySet());
  }

  /** Says how each process is, and shows what it logged last. */
  public String report() {
    return processes.values().stream().map(ClusterProcess::report).collect(Collectors.joining());
  }

  @Override
  public void close() {
    processes.values().forEach(ClusterProcess::close);
    try {
      rememberSavepoint();
      Files.deleteIfExists(folder.pid(SUPERVISOR));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** If the job was stopped and no command says how it goes on, the next start does. */
  private void rememberSavepoint() throws IOException {
    if (stoppedWith.isPresent() && JobStart.read(folder).filter(jobStart::equals).isPresent()) {
      jobStart.from(stoppedWith.get()).write(folder);
    }
  }
}
