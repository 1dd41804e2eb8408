package io.facephys.pipeline.encode;

import io.facephys.engine.Internal;
import io.facephys.pipeline.access.KafkaRights;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetIdentifierProvider;
import org.apache.flink.connector.kafka.source.enumerator.subscriber.KafkaSubscriber;
import org.apache.kafka.clients.admin.AdminClient;
import org.apache.kafka.common.TopicPartition;

/**
 * Subscribes a source to a topic, after it has checked that the job may read it.
 *
 * @param groups the consumer groups whose offsets the job needs
 */
@Internal
public record CheckedTopic(String topic, List<String> groups)
    implements KafkaSubscriber, KafkaDatasetIdentifierProvider {
  @Override
  public Set<TopicPartition> getSubscribedTopicPartitions(AdminClient kafka) {
    try {
      new KafkaRights(kafka).checkInput(topic, groups);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while Kafka was asked for rights", e);
    }
    return KafkaSubscriber.getTopicListSubscriber(List.of(topic))
        .getSubscribedTopicPartitions(kafka);
  }

  @Override
  public Optional<DefaultKafkaDatasetIdentifier> getDatasetIdentifier() {
    return Optional.of(DefaultKafkaDatasetIdentifier.ofTopics(List.of(topic)));
  }
}
