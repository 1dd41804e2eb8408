package io.facephys.pipeline.progress;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.kafka.common.Uuid;

/**
 * Appends the topic's id to what the connector writes of a split. Also reads what the connector
 * alone has written.
 */
final class IdentifiedSplitSerializer implements SimpleVersionedSerializer<KafkaPartitionSplit> {
  private static final int FIRST_VERSION = 1000; // far above the connector's own
  private static final int ID_BYTES = 2 * Long.BYTES;

  private final SimpleVersionedSerializer<KafkaPartitionSplit> kafka;

  IdentifiedSplitSerializer(SimpleVersionedSerializer<KafkaPartitionSplit> kafka) {
    this.kafka = kafka;
  }

  @Override
  public int getVersion() {
    return FIRST_VERSION + kafka.getVersion();
  }

  @Override
  public byte[] serialize(KafkaPartitionSplit split) throws IOException {
    Uuid id = split instanceof IdentifiedSplit known ? known.topicId() : Uuid.ZERO_UUID;
    byte[] own = kafka.serialize(split);
    return ByteBuffer.allocate(own.length + ID_BYTES)
        .put(own)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array();
  }

  @Override
  public KafkaPartitionSplit deserialize(int version, byte[] bytes) throws IOException {
    if (version < FIRST_VERSION) {
      return kafka.deserialize(version, bytes);
    }
    int own = bytes.length - ID_BYTES;
    ByteBuffer id = ByteBuffer.wrap(bytes, own, ID_BYTES);
    return new IdentifiedSplit(
        kafka.deserialize(version - FIRST_VERSION, Arrays.copyOf(bytes, own)),
        new Uuid(id.getLong(), id.getLong()));
  }
}
