package io.facephys.operations.cluster;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a cluster runs, and with how many processes.
 *
 * @param root of the repository, whose build and configuration are used
 * @param jar the job's
 * @param mainClass in it
 * @param taskManagers how many
 * @param parallelism slots that the job uses; empty for all
 * @param from a checkpoint or savepoint that a person chose; empty to go on from the last one
 * @param bootstrapServers an existing Kafka; empty for a broker of the cluster's own
 * @param brokerSettings of the cluster's own broker, over its defaults
 * @param settings of Flink, over those of {@code docker/flink/config.yaml}
 * @param jobArguments for the main class, without {@code --bootstrap-servers}
 */
public record ClusterOptions(
    Path root,
    Path jar,
    String mainClass,
    int taskManagers,
    Optional<Integer> parallelism,
    Optional<String> from,
    Optional<String> bootstrapServers,
    Map<String, String> brokerSettings,
    Map<String, String> settings,
    List<String> jobArguments) {
  private static final String JOB = "io.facephys.pipeline.FacePhysJob";

  public ClusterOptions {
    brokerSettings = Map.copyOf(brokerSettings);
    settings = Map.copyOf(settings);
    jobArguments = List.copyOf(jobArguments);
    if (taskManagers < 1) {
      throw new IllegalArgumentException(
          "task-managers is %d; at least 1 is needed".formatted(taskManagers));
    }
  }

  /** The job of this repository on so many TaskManagers, with a broker beside them. */
  public static ClusterOptions of(Path root, int taskManagers) {
    return new ClusterOptions(
        root,
        root.resolve("job/pipeline/target/facephys-job.jar"),
        JOB,
        taskManagers,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Map.of(),
        List.of());
  }

  /** The same with these settings of Flink. */
  public ClusterOptions withSettings(Map<String, String> other) {
    return new ClusterOptions(
        root,
        jar,
        mainClass,
        taskManagers,
        parallelism,
        from,
        bootstrapServers,
        brokerSettings,
        other,
        jobArguments);
  }

  /**
   * The same with Flink's metrics for Prometheus. Flink's reporter listens on every address of the
   * machine; {@link RunningCluster#metrics} says where.
   */
  public ClusterOptions withMetrics() {
    Map<String, String> all = new HashMap<>(settings);
    all.put(ClusterSettings.REPORTERS, ClusterSettings.PROMETHEUS);
    return withSettings(all);
  }

  /** The same with these settings of its own broker. */
  public ClusterOptions withBrokerSettings(Map<String, String> other) {
    return new ClusterOptions(
        root,
        jar,
        mainClass,
        taskManagers,
        parallelism,
        from,
        bootstrapServers,
        other,
        settings,
        jobArguments);
  }

  /** The same with these arguments of the job. */
  public ClusterOptions withJobArguments(List<String> other) {
    return new ClusterOptions(
        root,
        jar,
        mainClass,
        taskManagers,
        parallelism,
        from,
        bootstrapServers,
        brokerSettings,
        settings,
        other);
  }

  /** The same with another jar of the job. */
  public ClusterOptions withJar(Path other) {
    return new ClusterOptions(
        root,
        other,
        mainClass,
        taskManagers,
        parallelism,
        from,
        bootstrapServers,
        brokerSettings,
        settings,
        jobArguments);
  }

  /** The same from a checkpoint or savepoint that a person chose. */
  public ClusterOptions withFrom(String checkpoint) {
    return new ClusterOptions(
        root,
        jar,
        mainClass,
        taskManagers,
        parallelism,
        Optional.of(checkpoint),
        bootstrapServers,
        brokerSettings,
        settings,
        jobArguments);
  }
}
