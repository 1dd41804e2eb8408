package io.facephys.pipeline.progress;

import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.Uuid;

/** A place in a partition, and which topic of its name it belongs to. */
final class IdentifiedSplit extends KafkaPartitionSplit {
  private final Uuid topicId;

  /**
   * @param topicId zero if it is not known
   */
  IdentifiedSplit(KafkaPartitionSplit split, Uuid topicId) {
    super(
        split.getTopicPartition(),
        split.getStartingOffset(),
        split.getStoppingOffset().orElse(NO_STOPPING_OFFSET));
    this.topicId = topicId;
  }

  Uuid topicId() {
    return topicId;
  }
}
