package io.facephys.operations.cluster;

import io.facephys.testbed.BrokerMain;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.util.FileUtils;
import org.apache.kafka.common.Uuid;

/** The JVM that each process of a cluster is, and the files that it looks for. */
final class ClusterJvms {
  private static final String JOB = "io.facephys.pipeline.FacePhysJob";

  /** The broker's data names it, so that it stays the same from start to start. */
  private static final String KAFKA_CLUSTER_ID = new Uuid(0xFACE, 0xFACE).toString();

  private final ClusterFolder folder;
  private final ClusterOptions options;
  private final ClusterSettings settings;

  /**
   * What a process is started with.
   *
   * @param environment its variables, besides those of this process
   * @param command for {@code java}: options, main class and what that one takes
   */
  record Jvm(Map<String, String> environment, List<String> command) {}

  ClusterJvms(ClusterFolder folder, ClusterOptions options) {
    this.folder = folder;
    this.options = options;
    this.settings = new ClusterSettings(folder, options);
  }

  /** Fills the folders that Flink's processes look for: configuration and the job's jar. */
  void layOut() throws IOException {
    Path docker = ClusterOptions.ROOT.resolve("docker/flink");
    for (String name : List.of("config.yaml", "log4j-console.properties")) {
      copy(docker.resolve(name), folder.conf().resolve(name));
    }
    if (!Files.exists(options.jar())) {
      throw new IllegalArgumentException(
          "there is no jar at %s; 'mvn -DskipTests package' builds it".formatted(options.jar()));
    }
    FileUtils.cleanDirectory(folder.usrlib().toFile()); // an earlier version of the job
    // The high availability's store remembers the jar's path, and an upgrade must not change it.
    copy(options.jar(), folder.usrlib().resolve("facephys-job.jar"));
    store(settings.zooKeeper(), "zoo.cfg");
    store(settings.kafka(), "server.properties");
  }

  private static void copy(Path file, Path target) throws IOException {
    Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
  }

  private void store(Properties properties, String name) throws IOException {
    try (OutputStream out = Files.newOutputStream(folder.conf().resolve(name))) {
      properties.store(out, null);
    }
  }

  /** ZooKeeper's server. */
  Jvm zooKeeper() {
    return server(
        "-Xmx128m",
        "-Dzookeeper.4lw.commands.whitelist=ruok",
        "org.apache.zookeeper.server.ZooKeeperServerMain",
        folder.conf().resolve("zoo.cfg").toString());
  }

  /** Kafka's broker. */
  Jvm kafka() {
    return server(
        "-Xmx512m",
        BrokerMain.class.getName(),
        folder.conf().resolve("server.properties").toString(),
        KAFKA_CLUSTER_ID);
  }

  /** A JVM with this one's class path that starts quickly. */
  private static Jvm server(String... command) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dlog4j2.configurationFile=log4j2-broker.xml"));
    all.addAll(List.of(command));
    return new Jvm(Map.of("CLASSPATH", System.getProperty("java.class.path")), all);
  }

  Jvm jobManager(JobStart start) throws IOException {
    List<String> job = new ArrayList<>(List.of("--bootstrap-servers", bootstrapServers()));
    job.addAll(options.jobArguments);
    return flink(
        arguments(ProcessCluster.JOB_MANAGER, start.generation()).ofJobManager(start, JOB, job));
  }

  Jvm taskManager(JobStart start, String name) throws IOException {
    return flink(arguments(name, start.generation()).ofTaskManager(name));
  }

  private Jvm flink(List<String> command) throws IOException {
    List<String> all = new ArrayList<>();
    all.add("-Dlog4j.configurationFile=" + folder.conf().resolve("log4j-console.properties"));
    all.addAll(command);
    Path classPath = ClusterOptions.ROOT.resolve("job/flink/target/classpath");
    return new Jvm(
        Map.of(
            "CLASSPATH", Files.readString(classPath),
            "FLINK_HOME", folder.root().toString(),
            "FLINK_CONF_DIR", folder.conf().toString(),
            "FLINK_LIB_DIR", folder.root().resolve("lib").toString(),
            "FLINK_PLUGINS_DIR", folder.root().resolve("plugins").toString(),
            "ORT_DISABLE_TELEMETRY", "1"),
        all);
  }

  private FlinkArguments arguments(String process, int generation) throws IOException {
    return new FlinkArguments(folder.conf(), settings.flink(process, generation));
  }

  /** How many slots the job uses: all, unless the options say otherwise. */
  int parallelism(int generation) throws IOException {
    return options.parallelism.isPresent()
        ? options.parallelism.get()
        : options.taskManagers * arguments(ProcessCluster.JOB_MANAGER, generation).slots();
  }

  /** Where Kafka is, {@code host:port}. */
  String bootstrapServers() throws IOException {
    return options.bootstrapServers.isPresent()
        ? options.bootstrapServers.get()
        : folder.address(ProcessCluster.KAFKA);
  }
}
