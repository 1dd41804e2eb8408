package io.facephys.pipeline.config;

import io.facephys.pipeline.time.TimeRules;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.connector.base.DeliveryGuarantee;

/**
 * Everything about the job that is not Flink's own configuration.
 *
 * @param bootstrapServers Kafka brokers, {@code host:port[,host:port...]}
 * @param topics where to read and write
 * @param groupId consumer group whose offsets say where a job without a checkpoint starts
 * @param start where to start if the group has no offsets
 * @param delivery how often a wave or a dead letter may come out
 * @param transactionalIdPrefix of the job's transactions; another for each job on the same Kafka
 * @param maxParallelism most slots the job can ever be rescaled to; fixed with the first savepoint
 * @param model the model's files
 * @param time how long the job waits for what, and which times it believes
 * @param kafka further Kafka client properties, which win over the job's own
 */
public record JobOptions(
    String bootstrapServers,
    Topics topics,
    String groupId,
    Start start,
    Delivery delivery,
    String transactionalIdPrefix,
    int maxParallelism,
    ModelLocation model,
    TimeRules time,
    Map<String, String> kafka) {

  private static final int LARGEST_MAX_PARALLELISM = 1 << 15; // Flink's bound

  /**
   * Topics of the job.
   *
   * @param chunks read: face chunks
   * @param waveforms written: pulse waveforms
   * @param deadLetters written: records that cannot be used
   * @param control read: what is to be done with subjects
   * @param events written: what has happened to subjects' state
   */
  public record Topics(
      String chunks, String waveforms, String deadLetters, String control, String events) {
    /** The names that the documentation uses. */
    public static final Topics DEFAULT =
        new Topics(
            "face-chunks",
            "pulse-waveforms",
            "face-chunks-dead-letters",
            "face-control",
            "face-events");

    public Topics {
      List<String> all = List.of(chunks, waveforms, deadLetters, control, events);
      if (all.stream().distinct().count() < all.size()) {
        throw new IllegalArgumentException(
            "the topics are %s: %d different ones are needed"
                .formatted(
                    all.stream().map("'%s'"::formatted).collect(Collectors.joining(", ")),
                    all.size()));
      }
    }

    /** All of them. */
    public List<String> all() {
      return List.of(chunks, waveforms, deadLetters, control, events);
    }
  }

  /** Where to start without a checkpoint and without offsets of the consumer group. */
  public enum Start {
    EARLIEST,
    LATEST
  }

  /** How often a wave or a dead letter may come out. */
  public enum Delivery {
    /** Once; readers with {@code read_committed} see it when the checkpoint is complete. */
    EXACTLY_ONCE(DeliveryGuarantee.EXACTLY_ONCE),
    /** At once, and a second time after a failure; subject, camera and sequence name it. */
    AT_LEAST_ONCE(DeliveryGuarantee.AT_LEAST_ONCE);

    public final DeliveryGuarantee guarantee;

    Delivery(DeliveryGuarantee guarantee) {
      this.guarantee = guarantee;
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public JobOptions {
    kafka = Map.copyOf(kafka);
    if (bootstrapServers.isBlank()) {
      throw new IllegalArgumentException("bootstrap-servers is blank; give host:port");
    }
    if (maxParallelism < 1 || maxParallelism > LARGEST_MAX_PARALLELISM) {
      throw new IllegalArgumentException(
          "max-parallelism is %d; 1 to %d are allowed"
              .formatted(maxParallelism, LARGEST_MAX_PARALLELISM));
    }
  }
}
