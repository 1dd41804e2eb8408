package io.facephys.local.cluster;

import io.facephys.local.kafka.ClientProperties;
import io.facephys.local.kafka.Topics;
import io.facephys.pipeline.config.TopicNames;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
import org.apache.flink.util.FileUtils;
import org.apache.kafka.common.Uuid;

/**
 * The job's jar on a Flink cluster in application mode with high availability, as an operator runs
 * it: ZooKeeper, a JobManager and TaskManagers in JVMs of their own, with Flink's class path and
 * the shipped configuration, on 127.0.0.1; beside them a Kafka broker, if none is given. What ends
 * is started again by {@link #supervise}. All processes end with this object; state stays in the
 * folder, and a cluster that starts there again goes on from it.
 */
public final class ProcessCluster implements AutoCloseable {
  static final String KAFKA = "kafka";
  static final String ZOOKEEPER = "zookeeper";
  static final String JOB_MANAGER = "jobmanager";
  static final String TASK_MANAGER = "taskmanager-";
  static final String SUPERVISOR = "supervisor";
  private static final int SUCCEEDED = 0;
  private static final int FAILED = 1443 & 0xff; // Flink's exit code for a job that failed
  private static final Duration KAFKA_TIMEOUT = Duration.ofMinutes(2);
  private static final int TOPIC_PARTITIONS = 4;

  /** The broker's data names it, so that it stays the same from start to start. */
  private static final String KAFKA_CLUSTER_ID = new Uuid(0xFACE, 0xFACE).toString();

  private final ClusterFolder folder;
  private final ClusterOptions options;
  private final ClusterSettings settings;
  private final FlinkArguments arguments;
  private final Map<String, ClusterProcess> processes = new LinkedHashMap<>();
  private Launch launched;

  private ClusterProcess start(String name, Map<String, String> environment, List<String> command)
      throws IOException {
    ClusterProcess process = ClusterProcess.start(name, folder, environment, command);
    processes.put(name, process);
    return process;
  }

  private ProcessCluster(ClusterFolder folder, ClusterOptions options) throws IOException {
    this.folder = folder;
    this.options = options;
    this.settings = new ClusterSettings(folder);
    layOut();
    Launch last = Launch.read(folder).orElse(new Launch(1, 1, Optional.empty()));
    int generation = last.generation() + (options.from().isPresent() ? 1 : 0);
    this.arguments =
        new FlinkArguments(folder.conf(), settings.flink(generation, options.settings()));
    int slots = options.parallelism().orElse(options.taskManagers() * arguments.slots());
    this.launched = new Launch(generation, slots, options.from().or(() -> last.savepoint()));
    launched.write(folder);
  }

  /**
   * Starts the processes, and returns before the job runs.
   *
   * @throws IllegalStateException if a cluster already runs in this folder
   */
  public static ProcessCluster start(ClusterFolder folder, ClusterOptions options)
      throws IOException {
    folder.create();
    Optional<ProcessHandle> other = folder.process(SUPERVISOR);
    if (other.isPresent()) {
      throw new IllegalStateException(
          "a cluster runs in %s already, started by process %d; './facephys cluster stop' ends it"
              .formatted(folder.root(), other.get().pid()));
    }
    Files.writeString(folder.pid(SUPERVISOR), String.valueOf(ProcessHandle.current().pid()));
    ProcessCluster cluster = new ProcessCluster(folder, options);
    try {
      cluster.startAll();
      return cluster;
    } catch (IOException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** The folders of Flink's distribution that its processes look for, and the job's jar. */
  private void layOut() throws IOException {
    Path docker = options.root().resolve("docker/flink");
    for (String name : List.of("config.yaml", "log4j-console.properties")) {
      copy(docker.resolve(name), folder.conf());
    }
    if (!Files.exists(options.jar())) {
      throw new IllegalArgumentException(
          "there is no jar at %s; 'mvn -DskipTests package' builds it".formatted(options.jar()));
    }
    FileUtils.cleanDirectory(folder.usrlib().toFile()); // an earlier version of the job
    copy(options.jar(), folder.usrlib());
    store(settings.zooKeeper(), "zoo.cfg");
    store(settings.kafka(options.brokerSettings()), "server.properties");
  }

  private static void copy(Path file, Path into) throws IOException {
    Files.copy(file, into.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
  }

  private void store(Properties properties, String name) throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.conf().resolve(name))) {
      properties.store(out, null);
    }
  }

  private void startAll() throws IOException {
    startZooKeeper();
    if (options.bootstrapServers().isEmpty()) {
      startKafka();
      createTopics();
    }
    startJobManager();
    for (int i = 1; i <= options.taskManagers(); i++) {
      startTaskManager(TASK_MANAGER + i);
    }
  }

  private void createTopics() throws IOException {
    Properties client = client();
    long deadline = System.nanoTime() + KAFKA_TIMEOUT.toNanos();
    try {
      while (!EmbeddedKafka.answers(client)) {
        if (System.nanoTime() > deadline || !process(KAFKA).isAlive()) {
          throw new IllegalStateException("the Kafka broker did not start: " + report());
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

  private void startZooKeeper() throws IOException {
    start(
        ZOOKEEPER,
        localClassPath(),
        List.of(
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dzookeeper.4lw.commands.whitelist=ruok",
            "-Dlog4j2.configurationFile=log4j2-broker.xml",
            "org.apache.zookeeper.server.ZooKeeperServerMain",
            folder.conf().resolve("zoo.cfg").toString()));
  }

  private void startKafka() throws IOException {
    start(
        KAFKA,
        localClassPath(),
        List.of(
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Dlog4j2.configurationFile=log4j2-broker.xml",
            BrokerMain.class.getName(),
            folder.conf().resolve("server.properties").toString(),
            KAFKA_CLUSTER_ID));
  }

  private static Map<String, String> localClassPath() {
    return Map.of("CLASSPATH", System.getProperty("java.class.path"));
  }

  private void startJobManager() throws IOException {
    List<String> job = new ArrayList<>(List.of("--bootstrap-servers", bootstrapServers()));
    job.addAll(options.jobArguments());
    startFlink(JOB_MANAGER, arguments.ofJobManager(launched, options.mainClass(), job));
  }

  private void startTaskManager(String name) throws IOException {
    startFlink(name, arguments.ofTaskManager(name));
  }

  private void startFlink(String name, List<String> command) throws IOException {
    List<String> all = new ArrayList<>();
    all.add("-Dlog4j.configurationFile=" + folder.conf().resolve("log4j-console.properties"));
    all.addAll(command);
    Path classPath = options.root().resolve("job/flink/target/classpath");
    Map<String, String> environment =
        Map.of(
            "CLASSPATH", Files.readString(classPath),
            "FLINK_HOME", folder.root().toString(),
            "FLINK_CONF_DIR", folder.conf().toString(),
            "FLINK_LIB_DIR", folder.lib().toString(),
            "FLINK_PLUGINS_DIR", folder.plugins().toString(),
            "ORT_DISABLE_TELEMETRY", "1");
    start(name, environment, all);
  }

  /**
   * Starts again what has ended, and the job where a command asked for it; one round.
   *
   * @return what was done, a line each
   * @throws IllegalStateException if the job failed for good; the message holds the logs
   */
  public List<String> supervise() throws IOException {
    List<String> done = new ArrayList<>();
    for (String name : List.copyOf(processes.keySet())) {
      Optional<Integer> status = process(name).exitStatus();
      if (status.isPresent() && startAgain(name, status.get())) {
        done.add("%s ended with %d and was started again".formatted(name, status.get()));
      }
    }
    return done;
  }

  private boolean startAgain(String name, int status) throws IOException {
    switch (name) {
      case ZOOKEEPER -> startZooKeeper();
      case KAFKA -> startKafka();
      case JOB_MANAGER -> {
        return startJobManagerAgain(status);
      }
      default -> startTaskManager(name);
    }
    return true;
  }

  private boolean startJobManagerAgain(int status) throws IOException {
    if (status == FAILED) {
      throw new IllegalStateException("the job failed: " + process(JOB_MANAGER).report());
    }
    if (status == SUCCEEDED) {
      Launch next = Launch.read(folder).orElse(launched);
      if (next.equals(launched)) {
        return false; // the job was stopped; a command says how it goes on
      }
      launched = next;
    }
    startJobManager();
    return true;
  }

  /** {@code host:port} of Kafka. */
  public String bootstrapServers() throws IOException {
    return options.bootstrapServers().isPresent()
        ? options.bootstrapServers().get()
        : settings.bootstrapServers();
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

  /** How its processes are, and what they logged last. */
  public String report() {
    return processes.values().stream().map(ClusterProcess::report).collect(Collectors.joining());
  }

  @Override
  public void close() {
    processes.values().forEach(ClusterProcess::close);
    try {
      Files.deleteIfExists(folder.pid(SUPERVISOR));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
