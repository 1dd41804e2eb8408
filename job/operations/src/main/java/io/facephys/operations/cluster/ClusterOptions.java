package io.facephys.operations.cluster;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a cluster runs, and with how many processes.
 *
 * @param root the repository, whose build and configuration are used
 * @param jar the job's jar
 * @param taskManagers how many TaskManagers there are
 * @param parallelism slots that the job uses; empty for all
 * @param from a checkpoint or savepoint that a person chose; empty to go on from the last one
 * @param bootstrapServers an existing Kafka; empty for a broker of the cluster's own
 * @param brokerSettings settings of the cluster's own broker, over its defaults
 * @param settings settings of Flink, over those of {@code docker/flink/config.yaml}
 * @param jobArguments arguments of the job, without {@code --bootstrap-servers}
 */
public record ClusterOptions(
    Path root,
    Path jar,
    int taskManagers,
    Optional<Integer> parallelism,
    Optional<String> from,
    Optional<String> bootstrapServers,
    Map<String, String> brokerSettings,
    Map<String, String> settings,
    List<String> jobArguments) {
  public ClusterOptions {
    brokerSettings = Map.copyOf(brokerSettings);
    settings = Map.copyOf(settings);
    jobArguments = List.copyOf(jobArguments);
    if (taskManagers < 1) {
      throw new IllegalArgumentException(
          "task-managers is %d; at least 1 is needed".formatted(taskManagers));
    }
  }

  /** Starts with the jar that this repository builds, on all slots of one TaskManager. */
  public static Builder in(Path root) {
    return new Builder(root);
  }

  /** Collects options by name; each call replaces what an earlier one set. */
  public static final class Builder {
    private final Path root;
    private Path jar;
    private int taskManagers = 1;
    private Optional<Integer> parallelism = Optional.empty();
    private Optional<String> from = Optional.empty();
    private Optional<String> bootstrapServers = Optional.empty();
    private Map<String, String> brokerSettings = Map.of();
    private final Map<String, String> settings = new HashMap<>();
    private List<String> jobArguments = List.of();

    private Builder(Path root) {
      this.root = root;
      this.jar = root.resolve("job/pipeline/target/facephys-job.jar");
    }

    public Builder jar(Path file) {
      jar = file;
      return this;
    }

    public Builder taskManagers(int count) {
      taskManagers = count;
      return this;
    }

    public Builder parallelism(Optional<Integer> slots) {
      parallelism = slots;
      return this;
    }

    public Builder from(Optional<String> checkpoint) {
      from = checkpoint;
      return this;
    }

    public Builder bootstrapServers(Optional<String> servers) {
      bootstrapServers = servers;
      return this;
    }

    public Builder brokerSettings(Map<String, String> other) {
      brokerSettings = other;
      return this;
    }

    /** Adds settings of Flink. */
    public Builder settings(Map<String, String> more) {
      settings.putAll(more);
      return this;
    }

    /**
     * Shows Flink's metrics to Prometheus. Flink's reporter listens on every address of the
     * machine; {@link RunningCluster#metrics} says where.
     */
    public Builder metrics() {
      return settings(Map.of(ClusterSettings.REPORTERS, ClusterSettings.PROMETHEUS));
    }

    public Builder jobArguments(List<String> arguments) {
      jobArguments = arguments;
      return this;
    }

    public ClusterOptions build() {
      return new ClusterOptions(
          root,
          jar,
          taskManagers,
          parallelism,
          from,
          bootstrapServers,
          brokerSettings,
          settings,
          jobArguments);
    }
  }
}
