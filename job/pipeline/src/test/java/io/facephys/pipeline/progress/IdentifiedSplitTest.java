package io.facephys.pipeline.progress;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplitSerializer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;

class IdentifiedSplitTest {
  private static final Uuid ID = new Uuid(7, -8);
  private static final KafkaPartitionSplit SPLIT =
      new KafkaPartitionSplit(new TopicPartition("face-chunks", 3), 280);

  private final KafkaPartitionSplitSerializer kafka = new KafkaPartitionSplitSerializer();
  private final IdentifiedSplitSerializer serializer = new IdentifiedSplitSerializer(kafka);

  @Test
  void splitOfAnotherTopicBeginsAtItsStart() throws Exception {
    KafkaPartitionSplit stored = stored(new IdentifiedSplit(SPLIT, ID));

    TopicIdentity same = new TopicIdentity(ID, 4);
    TopicIdentity other = new TopicIdentity(new Uuid(7, 8), 4);
    assertThat(stored).isEqualTo(SPLIT);
    assertThat(same.isOther(stored)).isFalse();
    assertThat(other.isOther(stored)).isTrue();
    assertThat(other.fromStart(stored).getStartingOffset())
        .isEqualTo(KafkaPartitionSplit.EARLIEST_OFFSET);
  }

  /** The consumer would wait for the start of such a partition until it fails the job. */
  @Test
  void partitionThatTheNewTopicLacksBeginsAtZero() {
    TopicIdentity smaller = new TopicIdentity(new Uuid(7, 8), 3);

    assertThat(smaller.fromStart(SPLIT).getStartingOffset()).isZero();
  }

  @Test
  void splitOfASavepointWithoutTopicIdsGoesOnWhereItWas() throws Exception {
    KafkaPartitionSplit old = serializer.deserialize(kafka.getVersion(), kafka.serialize(SPLIT));

    assertThat(old).isEqualTo(SPLIT);
    assertThat(new TopicIdentity(ID, 4).isOther(old)).isFalse();
  }

  @Test
  void brokersWithoutTopicIdsAreAllTheSame() throws Exception {
    TopicIdentity unknown = new TopicIdentity(Uuid.ZERO_UUID, 4);

    assertThat(unknown.isOther(stored(new IdentifiedSplit(SPLIT, ID)))).isFalse();
    assertThat(new TopicIdentity(ID, 4).isOther(stored(SPLIT))).isFalse();
  }

  private KafkaPartitionSplit stored(KafkaPartitionSplit split) throws Exception {
    return serializer.deserialize(serializer.getVersion(), serializer.serialize(split));
  }
}
