package io.facephys.operations.cluster;

import io.facephys.console.OwnerOnly;
import io.facephys.testbed.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a cluster keeps everything: what its processes need, write and log, and what the commands
 * know of it. State is in it, so only its owner may read what is below it.
 *
 * @param root holds Flink's folders {@code conf}, {@code lib}, {@code plugins} and {@code usrlib},
 *     and {@code state}, {@code log}, {@code tmp} and {@code run}
 */
public record ClusterFolder(Path root) {
  static final String LOOPBACK = "127.0.0.1";

  /** Linux counts a process's start from the boot, whose time moves when the clock is set. */
  private static final Duration MAX_CLOCK_STEP = Duration.ofMinutes(1);

  /**
   * Creates the folder and those in it, which only their owner may enter. A folder that is there
   * may hold other things, so it stays as it is.
   *
   * @throws IllegalArgumentException if Flink could not load the job's jar from there
   */
  void create() throws IOException {
    if (root.toString().contains("%")) {
      throw new IllegalArgumentException(
          "Flink loads no jar from a folder with a percent sign, such as '%s': give another --folder"
              .formatted(root));
    }
    if (!Files.exists(root)) {
      OwnerOnly.createFolder(root);
    }
    for (String name : List.of("conf", "lib", "plugins", "usrlib", "state", "log", "tmp", "run")) {
      OwnerOnly.createFolder(root.resolve(name));
    }
  }

  Path conf() {
    return root.resolve("conf");
  }

  Path usrlib() {
    return root.resolve("usrlib");
  }

  /** Checkpoints, savepoints, and the data of ZooKeeper and Kafka. */
  public Path state() {
    return root.resolve("state");
  }

  /** The checkpoints of all jobs that ran here. */
  public Path checkpoints() {
    return state().resolve("checkpoints");
  }

  Path temporary(String process) {
    return root.resolve("tmp").resolve(process);
  }

  /** The file that takes what a process prints and logs. */
  public Path log(String process) {
    return root.resolve("log").resolve(process + ".log");
  }

  Path pid(String process) {
    return run(process + ".pid");
  }

  private Path run(String file) {
    return root.resolve("run").resolve(file);
  }

  /**
   * The process of this name, if it runs. The file that names it has its id and when it started: an
   * id alone can be that of another program by now, for instance after a reboot.
   */
  public Optional<ProcessHandle> process(String name) throws IOException {
    Path file = pid(name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    String[] words = Files.readString(file).strip().split(" ", -1);
    if (words.length != 2) {
      return Optional.empty(); // it is being written
    }
    Instant start = Instant.ofEpochSecond(Long.parseLong(words[1]));
    return ProcessHandle.of(Long.parseLong(words[0]))
        .filter(process -> process.isAlive() && startedAt(start, process));
  }

  /** Names this process, as {@link ClusterProcess} does with those that it starts. */
  void writeOwnPid(String name) throws IOException {
    ProcessHandle own = ProcessHandle.current();
    Instant start = own.info().startInstant().orElseThrow();
    Files.writeString(pid(name), "%d %d".formatted(own.pid(), start.getEpochSecond()));
  }

  private static boolean startedAt(Instant start, ProcessHandle process) {
    return process
        .info()
        .startInstant()
        .filter(other -> Duration.between(start, other).abs().compareTo(MAX_CLOCK_STEP) < 0)
        .isPresent();
  }

  /** The names of the processes that were started, sorted; some may have been killed. */
  public List<String> processes() throws IOException {
    Path run = root.resolve("run");
    if (!Files.isDirectory(run)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(run)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".pid"))
          .map(name -> name.substring(0, name.length() - ".pid".length()))
          .sorted()
          .toList();
    }
  }

  /** Reads properties from a file of the folder; there are none if the file does not exist. */
  Properties read(String name) throws IOException {
    Properties properties = new Properties();
    Path file = run(name);
    if (Files.exists(file)) {
      try (InputStream in = Files.newInputStream(file)) {
        properties.load(in);
      }
    }
    return properties;
  }

  /** Writes properties to a file of the folder in one step, so that nobody reads half of it. */
  void write(String name, Properties properties) throws IOException {
    Path part = run(name + ".part");
    try (OutputStream out = Files.newOutputStream(part)) {
      properties.store(out, null);
    }
    Files.move(part, run(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** {@code host:port} of one of its servers. */
  String address(String server) throws IOException {
    return LOOPBACK + ":" + port(server);
  }

  /**
   * A port of 127.0.0.1 that stays the same for this folder: the one that was free when it was
   * first asked for.
   */
  int port(String name) throws IOException {
    Properties ports = read("ports.properties");
    String known = ports.getProperty(name);
    if (known != null) {
      return Integer.parseInt(known);
    }
    int port =
        FreePort.otherThan(
            ports.values().stream()
                .map(taken -> Integer.valueOf(taken.toString()))
                .collect(Collectors.toSet()));
    ports.setProperty(name, String.valueOf(port));
    write("ports.properties", ports);
    return port;
  }
}
