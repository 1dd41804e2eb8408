package io.facephys.operations.cluster;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What a cluster runs, and with how many processes: the options of {@code cluster start}, which
 * tests set by name. Nobody changes them once a cluster has them.
 */
public final class ClusterOptions {
  /** The repository, whose build and configuration are used. */
  public static final Path ROOT =
      Path.of(System.getProperty("facephys.root", ".")).toAbsolutePath().normalize();

  @Option(
      names = "--task-managers",
      paramLabel = "N",
      description = "Number of TaskManagers. Default: ${DEFAULT-VALUE}.")
  int taskManagers = 1;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "Slots that the job uses. Default: all slots of all TaskManagers.")
  Optional<Integer> parallelism = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "URI",
      description =
          "Start from this checkpoint or savepoint ('./facephys state check' says which are whole), not from the last one.")
  Optional<String> from = Optional.empty();

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description =
          "Kafka brokers that run already. Default: a broker of the cluster's own, with the job's topics.")
  Optional<String> bootstrapServers = Optional.empty();

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description = "The job's jar. Default: the one that this repository builds.")
  private Optional<Path> jar = Optional.empty();

  @Option(
      names = "--metrics",
      description =
          "Show metrics to Prometheus; 'status' says where. Flink's reporter listens on every address of this machine.")
  boolean metrics;

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description =
          "A setting of Flink over docker/flink/config.yaml, for example -D execution.checkpointing.interval=2s. May be repeated.")
  Map<String, String> settings = new HashMap<>();

  @Parameters(
      paramLabel = "JOB OPTION",
      description =
          "Options of the job, after '--': for example -- --delivery at-least-once ('./facephys job --help' lists them).")
  List<String> jobArguments = List.of();

  /** Settings of the cluster's own broker, over its defaults. */
  Map<String, String> brokerSettings = Map.of();

  Path jar() {
    return jar.orElseGet(() -> ROOT.resolve("job/pipeline/target/facephys-job.jar"));
  }

  public ClusterOptions taskManagers(int count) {
    taskManagers = count;
    return this;
  }

  public ClusterOptions from(String checkpoint) {
    from = Optional.of(checkpoint);
    return this;
  }

  public ClusterOptions bootstrapServers(String servers) {
    bootstrapServers = Optional.of(servers);
    return this;
  }

  public ClusterOptions jar(Path file) {
    jar = Optional.of(file);
    return this;
  }

  public ClusterOptions metrics() {
    metrics = true;
    return this;
  }

  /** Adds settings of Flink. */
  public ClusterOptions settings(Map<String, String> more) {
    settings.putAll(more);
    return this;
  }

  public ClusterOptions jobArguments(List<String> arguments) {
    jobArguments = arguments;
    return this;
  }

  public ClusterOptions brokerSettings(Map<String, String> other) {
    brokerSettings = other;
    return this;
  }
}
