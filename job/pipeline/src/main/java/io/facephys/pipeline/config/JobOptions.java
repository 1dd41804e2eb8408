package io.facephys.pipeline.config;

import io.facephys.pipeline.time.TimeRules;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.dag.Transformation;

/**
 * Everything about the job that is not Flink's own configuration.
 *
 * @param maxParallelism the maximum number of slots that the job can ever be rescaled to; the first
 *     savepoint fixes it
 * @param vitals whether it makes vital signs and beats
 */
public record JobOptions(
    KafkaOptions kafka,
    TopicNames topics,
    OutputFormat format,
    int maxParallelism,
    ModelLocation model,
    TimeRules time,
    RecordLimits limits,
    boolean vitals) {
  /** The number of key groups unless an option gives another. */
  public static final int DEFAULT_MAX_PARALLELISM = 1024;

  /** Seconds between checkpoints where Flink's configuration is silent. */
  public static final int CHECKPOINT_INTERVAL_SECONDS = 10;

  public JobOptions {
    RecordLimits.check(
        "max-parallelism", maxParallelism, 1, Transformation.UPPER_BOUND_MAX_PARALLELISM);
  }

  /** The defaults of all options but where Kafka is. */
  public static JobOptions of(KafkaOptions kafka) {
    return new JobOptions(
        kafka,
        TopicNames.DEFAULT,
        OutputFormat.DEFAULT,
        DEFAULT_MAX_PARALLELISM,
        ModelLocation.DEFAULT,
        TimeRules.DEFAULT,
        RecordLimits.DEFAULT,
        true);
  }

  /** The topics that the job reads and writes. */
  public List<String> usedTopics() {
    Set<Topic> unused = vitals ? Set.of() : EnumSet.of(Topic.VITAL_SIGNS, Topic.PULSE_BEATS);
    return EnumSet.allOf(Topic.class).stream()
        .filter(topic -> !unused.contains(topic))
        .map(topics::of)
        .toList();
  }

  /** The same with another model. */
  public JobOptions with(ModelLocation other) {
    return new JobOptions(kafka, topics, format, maxParallelism, other, time, limits, vitals);
  }

  /** The same with other topics. */
  public JobOptions with(TopicNames other) {
    return new JobOptions(kafka, other, format, maxParallelism, model, time, limits, vitals);
  }

  /** The same with another format. */
  public JobOptions with(OutputFormat other) {
    return new JobOptions(kafka, topics, other, maxParallelism, model, time, limits, vitals);
  }
}
