package io.facephys.pipeline.progress;

import io.facephys.pipeline.access.KafkaAccessException;
import io.facephys.pipeline.access.KafkaAdmin;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.Uuid;

/**
 * Which topic has a name now. Kafka gives a topic that is deleted and created again a new id.
 *
 * @param id zero if the broker gives no ids, as before Kafka 2.8
 */
record TopicIdentity(Uuid id, int partitions) {
  /**
   * Asks Kafka.
   *
   * @param client properties of any Kafka client, with bootstrap.servers
   */
  static TopicIdentity of(String topic, Properties client) {
    try (Admin admin = KafkaAdmin.open(client)) {
      TopicDescription description =
          Objects.requireNonNull(
              admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic));
      return new TopicIdentity(description.topicId(), description.partitions().size());
    } catch (ExecutionException e) {
      throw KafkaAccessException.of(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Kafka was asked for " + topic, e);
    }
  }

  /** Whether the split is known to be a place in another topic of the same name. */
  boolean isOther(KafkaPartitionSplit split) {
    return split instanceof IdentifiedSplit known
        && !known.topicId().equals(Uuid.ZERO_UUID)
        && !id.equals(Uuid.ZERO_UUID)
        && !known.topicId().equals(id);
  }

  /** The same partition from its start; it may not be there yet, then nobody can ask for it. */
  KafkaPartitionSplit fromStart(KafkaPartitionSplit split) {
    boolean exists = split.getPartition() < partitions;
    return new KafkaPartitionSplit(
        split.getTopicPartition(), exists ? KafkaPartitionSplit.EARLIEST_OFFSET : 0);
  }
}
