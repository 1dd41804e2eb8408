package io.facephys.pipeline.config;

import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;

/**
 * How the job uses Kafka.
 *
 * @param bootstrapServers Kafka brokers, {@code host:port[,host:port...]}
 * @param groupId consumer group whose offsets say where a job without a checkpoint starts
 * @param start where to start if the group has no offsets
 * @param delivery whether a wave can come out twice after a failure
 * @param transactionalIdPrefix of the job's transactions; another for each job on the same Kafka
 * @param properties further Kafka client properties, which win over the job's own
 */
public record KafkaOptions(
    String bootstrapServers,
    String groupId,
    Start start,
    Delivery delivery,
    String transactionalIdPrefix,
    Map<String, String> properties) {
  /** A broker on this machine, exactly once. */
  public static final KafkaOptions DEFAULT = of("localhost:9092");

  /** Where to start without a checkpoint and without offsets of the consumer group. */
  public enum Start {
    EARLIEST,
    LATEST;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether a wave can come out twice after a failure; a dead letter always can. */
  public enum Delivery {
    /** Once; readers with {@code read_committed} see it when the checkpoint is complete. */
    EXACTLY_ONCE,
    /** At once, and again after a failure; subject, camera and sequence identify it. */
    AT_LEAST_ONCE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public KafkaOptions {
    properties = Map.copyOf(properties);
    if (bootstrapServers.isBlank()) {
      throw new IllegalArgumentException("bootstrap-servers is blank; give host:port");
    }
  }

  /** The defaults of all other options. */
  public static KafkaOptions of(String bootstrapServers) {
    return new KafkaOptions(
        bootstrapServers, "facephys", Start.EARLIEST, Delivery.EXACTLY_ONCE, "facephys", Map.of());
  }

  /** What any client needs, with the user's properties. */
  public Properties client() {
    Properties client = new Properties();
    client.putAll(properties);
    client.put("bootstrap.servers", bootstrapServers);
    return client;
  }

  /** Without the values of the properties, which may be secret. */
  @Override
  public String toString() {
    return "KafkaOptions[%s, group %s, %s, %s, transactions %s, properties %s]"
        .formatted(
            bootstrapServers,
            groupId,
            start,
            delivery,
            transactionalIdPrefix,
            new TreeSet<>(properties.keySet()));
  }

  /** The same for another job on the same Kafka. */
  public KafkaOptions named(String job) {
    return new KafkaOptions(bootstrapServers, job, start, delivery, job, properties);
  }

  /** The same with another delivery. */
  public KafkaOptions with(Delivery other) {
    return new KafkaOptions(
        bootstrapServers, groupId, start, other, transactionalIdPrefix, properties);
  }
}
