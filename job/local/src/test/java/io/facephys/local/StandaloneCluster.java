package io.facephys.local;

import io.facephys.local.cluster.TemporaryFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A job's jar on a Flink cluster in application mode, as an operator starts it: a JobManager and a
 * TaskManager in JVMs of their own, with Flink's class path and the shipped configuration, on
 * 127.0.0.1; gone when closed.
 */
final class StandaloneCluster implements AutoCloseable {
  /** What the module {@code job/flink} says is on Flink's class path. */
  static final Path CLASS_PATH = TestClip.ROOT.resolve("job/flink/target/classpath");

  private static final Path CONFIGURATION = TestClip.ROOT.resolve("docker/flink/config.yaml");

  private final TemporaryFolder folder;
  private final List<FlinkProcess> processes = new ArrayList<>();

  private StandaloneCluster(TemporaryFolder folder) {
    this.folder = folder;
  }

  /** Starts the cluster, and returns before it is up. */
  static StandaloneCluster start(Path jar, String mainClass, List<String> jobArguments)
      throws IOException {
    StandaloneCluster cluster = new StandaloneCluster(TemporaryFolder.create("facephys-flink"));
    try {
      cluster.layOut(jar);
      FlinkArguments arguments = new FlinkArguments(cluster.conf(), cluster.overrides());
      cluster.start("jobmanager", arguments.ofJobManager(mainClass, jobArguments));
      cluster.start("taskmanager", arguments.ofTaskManager());
      return cluster;
    } catch (IOException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** The folders of Flink's distribution that its processes look for. */
  private void layOut(Path jar) throws IOException {
    for (String name : List.of("conf", "lib", "plugins", "usrlib")) {
      Files.createDirectory(folder.path().resolve(name));
    }
    Files.copy(CONFIGURATION, conf().resolve("config.yaml"));
    Files.copy(jar, folder.path().resolve("usrlib").resolve(jar.getFileName()));
  }

  private Path conf() {
    return folder.path().resolve("conf");
  }

  /** What cannot be as it is in the image, and a first failure that ends the job. */
  private Map<String, String> overrides() throws IOException {
    String state = folder.path().resolve("state").toUri().toString();
    return Map.ofEntries(
        Map.entry("jobmanager.rpc.address", "127.0.0.1"),
        Map.entry("jobmanager.rpc.port", String.valueOf(freePort())),
        Map.entry("jobmanager.bind-host", "127.0.0.1"),
        Map.entry("taskmanager.host", "127.0.0.1"),
        Map.entry("taskmanager.bind-host", "127.0.0.1"),
        Map.entry("rest.address", "127.0.0.1"),
        Map.entry("rest.bind-address", "127.0.0.1"),
        Map.entry("rest.bind-port", "0"),
        // Prometheus's would listen on every address.
        Map.entry("metrics.reporters", "none"),
        Map.entry("io.tmp.dirs", folder.path().resolve("tmp").toString()),
        Map.entry("execution.checkpointing.dir", state + "checkpoints"),
        Map.entry("execution.checkpointing.savepoint-dir", state + "savepoints"),
        Map.entry("execution.checkpointing.interval", "1s"),
        Map.entry("restart-strategy.type", "none"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private void start(String name, List<String> arguments) throws IOException {
    Path home = folder.path();
    Map<String, String> environment =
        Map.of(
            "CLASSPATH", Files.readString(CLASS_PATH),
            "FLINK_HOME", home.toString(),
            "FLINK_CONF_DIR", conf().toString(),
            "FLINK_LIB_DIR", home.resolve("lib").toString(),
            "FLINK_PLUGINS_DIR", home.resolve("plugins").toString());
    processes.add(FlinkProcess.start(name, home, environment, arguments));
  }

  /**
   * Does nothing while the cluster runs.
   *
   * @throws AssertionError if one of its processes has ended; the message holds their logs
   */
  void check() {
    if (!processes.stream().allMatch(FlinkProcess::isAlive)) {
      throw new AssertionError("the Flink cluster ended: " + report());
    }
  }

  /** How its processes are, and what they logged last. */
  String report() {
    return processes.stream().map(FlinkProcess::report).collect(Collectors.joining());
  }

  @Override
  public void close() {
    processes.forEach(FlinkProcess::close);
    folder.close();
  }
}
