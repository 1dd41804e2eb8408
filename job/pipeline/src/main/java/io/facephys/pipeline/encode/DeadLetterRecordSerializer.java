package io.facephys.pipeline.encode;

import io.facephys.engine.Internal;
import io.facephys.pipeline.record.DeadLetter;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Turns dead letters into records of the dead-letter topic, see {@link DeadLetterForm}. */
@Internal
public final class DeadLetterRecordSerializer
    implements KafkaRecordSerializationSchema<DeadLetter> {
  private static final long serialVersionUID = 1L;

  private final String topic;

  public DeadLetterRecordSerializer(String topic) {
    this.topic = topic;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      DeadLetter letter, KafkaSinkContext context, @Nullable Long timestamp) {
    return DeadLetterForm.write(letter, topic);
  }
}
