package io.facephys.operations.cluster;

import io.facephys.testbed.ResidentMemory;
import io.facephys.testbed.topics.ClientProperties;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A {@link ProcessCluster} that another process started, as its folder and its REST interface show
 * it. The commands use it; one thread at a time.
 */
public final class RunningCluster {
  private static final Duration SAVEPOINT_TIMEOUT = Duration.ofMinutes(10);
  private static final Duration END_TIMEOUT = Duration.ofSeconds(60);

  private final ClusterFolder folder;
  private final ProcessHandle supervisor;

  private RunningCluster(ClusterFolder folder, ProcessHandle supervisor) {
    this.folder = folder;
    this.supervisor = supervisor;
  }

  /**
   * Finds the cluster that runs in a folder.
   *
   * @throws IllegalStateException if none runs there
   */
  public static RunningCluster in(ClusterFolder folder) throws IOException {
    ProcessHandle supervisor =
        folder
            .process(ProcessCluster.SUPERVISOR)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "no cluster runs in %s; './facephys cluster start' starts one"
                            .formatted(folder.root())));
    return new RunningCluster(folder, supervisor);
  }

  /** Flink's REST interface. */
  public FlinkRest rest() throws IOException {
    return FlinkRest.of(folder);
  }

  /** The names of its processes, without the one that started them. */
  public List<String> processes() throws IOException {
    return folder.processes().stream()
        .filter(name -> !name.equals(ProcessCluster.SUPERVISOR))
        .toList();
  }

  /** Resident memory of each process, MiB; without those that have ended. */
  public Map<String, Long> residentMegabytes() throws IOException {
    Map<String, Long> memory = new TreeMap<>();
    for (String name : processes()) {
      folder
          .process(name)
          .map(ResidentMemory::bytes)
          .ifPresent(resident -> resident.ifPresent(bytes -> memory.put(name, bytes >> 20)));
    }
    return memory;
  }

  /**
   * Where Prometheus can read the metrics of each of Flink's processes, such as {@code
   * 127.0.0.1:9249}; empty if they are not turned on.
   */
  public Map<String, String> metrics() throws IOException {
    Map<String, String> addresses = new TreeMap<>();
    for (String name : folder.processes()) {
      if (ProcessCluster.isFlink(name) && listens(folder.port("metrics-" + name))) {
        addresses.put(name, folder.address("metrics-" + name));
      }
    }
    return addresses;
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * New properties for any client of the cluster's Kafka; callers may change them.
   *
   * @throws IllegalStateException if the cluster has no Kafka of its own
   */
  public Properties client() throws IOException {
    if (folder.process(ProcessCluster.KAFKA).isEmpty()) {
      throw new IllegalStateException(
          "the cluster in %s has no Kafka of its own; start it without --bootstrap-servers"
              .formatted(folder.root()));
    }
    return ClientProperties.of(folder.address(ProcessCluster.KAFKA));
  }

  /** Kills a process as {@code kill -9} does, and returns its id. */
  public long kill(String name) throws IOException, InterruptedException {
    Optional<ProcessHandle> process = folder.process(name);
    if (process.isEmpty()) {
      throw new IllegalArgumentException(
          "no process '%s' runs; there are %s".formatted(name, String.join(", ", processes())));
    }
    process.get().destroyForcibly();
    awaitEnd(process.get());
    return process.get().pid();
  }

  /**
   * Stops the job with a savepoint, whose path it returns, and lets it go on from there with other
   * slots; returns before it runs.
   */
  public String rescale(int parallelism) throws IOException {
    String savepoint = rest().stopWithSavepoint(SAVEPOINT_TIMEOUT);
    jobStart().next(parallelism, savepoint).write(folder);
    return savepoint;
  }

  private JobStart jobStart() throws IOException {
    return JobStart.read(folder)
        .orElseThrow(() -> new IllegalStateException("no job was started in " + folder.root()));
  }

  /** Takes a savepoint and returns its path. */
  public String savepoint() throws IOException {
    return rest().savepoint(SAVEPOINT_TIMEOUT);
  }

  /**
   * Stops the job with a savepoint, whose path it returns, then ends all processes; the next
   * cluster in this folder goes on from there.
   */
  public String stop() throws IOException, InterruptedException {
    String savepoint = rest().stopWithSavepoint(SAVEPOINT_TIMEOUT);
    awaitJobManagersEnd();
    JobStart next = jobStart().from(savepoint);
    end();
    next.write(folder);
    return savepoint;
  }

  /** While it ends it deletes what it kept of the job, which holds state. */
  private void awaitJobManagersEnd() throws IOException {
    folder
        .process(ProcessCluster.JOB_MANAGER)
        .ifPresent(
            process ->
                process
                    .onExit()
                    .completeOnTimeout(process, END_TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                    .join());
  }

  /** Ends all processes; the next cluster in this folder goes on from the last checkpoint. */
  public void end() throws InterruptedException {
    supervisor.destroy();
    awaitEnd(supervisor);
  }

  private static void awaitEnd(ProcessHandle process) throws InterruptedException {
    try {
      process.onExit().get(END_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IllegalStateException(
          "process %d did not end within %d s".formatted(process.pid(), END_TIMEOUT.toSeconds()),
          e);
    }
  }

  /** A line for each process and for the job. */
  public List<String> status() throws IOException {
    return ClusterStatus.of(folder, this);
  }
}
