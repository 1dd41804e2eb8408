package io.facephys.pipeline.encode;

import io.facephys.engine.Internal;
import io.facephys.pipeline.access.KafkaAdmin;
import io.facephys.pipeline.access.KafkaRights;
import io.facephys.pipeline.record.DeadLetter;
import io.facephys.pipeline.record.Truncations;
import java.util.Properties;
import org.apache.flink.api.common.serialization.SerializationSchema.InitializationContext;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Checks each record against the limits of its topic before a producer gets it: a record that Kafka
 * refuses would fail the job, which would read and send it again for ever. A timestamp beyond the
 * limits becomes the present time, and a dead letter that is too large is truncated. All other
 * records are smaller than {@link TopicLimits#MIN_RECORD_BYTES}.
 *
 * @param <T> the type of what is written
 */
@Internal
public final class CheckedRecordSerializer<T> implements KafkaRecordSerializationSchema<T> {
  private static final long serialVersionUID = 1L;

  private final KafkaRecordSerializationSchema<T> serializer;
  private final String topic;
  private final Properties producer;
  private final @Nullable String transactions;
  private TopicLimits limits = TopicLimits.DEFAULT;
  private transient Counter truncatedRecords = new SimpleCounter();
  private transient Counter movedTimestamps = new SimpleCounter();

  /**
   * @param serializer makes the records
   * @param producer properties of the sink's producer
   * @param transactions prefix of the sink's transactional ids; null if it has no transactions
   */
  public CheckedRecordSerializer(
      KafkaRecordSerializationSchema<T> serializer,
      String topic,
      Properties producer,
      @Nullable String transactions) {
    this.serializer = serializer;
    this.topic = topic;
    this.producer = producer;
    this.transactions = transactions;
  }

  @Override
  public void open(InitializationContext context, KafkaSinkContext sink) throws Exception {
    serializer.open(context, sink);
    try (Admin admin = KafkaAdmin.open(producer)) {
      new KafkaRights(admin).checkOutput(topic, transactions);
      limits = TopicLimits.of(topic, admin).within(producer);
    }
    limits.checkMinimum(topic);
    truncatedRecords = context.getMetricGroup().counter("cutRecords");
    movedTimestamps = context.getMetricGroup().counter("movedTimestamps");
  }

  @Override
  public @Nullable ProducerRecord<byte[], byte[]> serialize(
      T element, KafkaSinkContext context, @Nullable Long timestamp) {
    ProducerRecord<byte[], byte[]> record = serializer.serialize(element, context, timestamp);
    if (record == null) {
      return null;
    }
    if (!limits.allowSizeOf(record)) {
      truncatedRecords.inc();
      record = serializer.serialize(truncated(element), context, timestamp);
    }
    return withAllowedTime(record);
  }

  /**
   * A record of the topic with a timestamp that Kafka takes now: its own, or that of the present.
   */
  public ProducerRecord<byte[], byte[]> withAllowedTime(ProducerRecord<byte[], byte[]> record) {
    Long time = record.timestamp();
    if (time != null && !limits.allowTime(time, System.currentTimeMillis())) {
      movedTimestamps.inc();
      return new ProducerRecord<>(
          record.topic(), record.partition(), null, record.key(), record.value(), record.headers());
    }
    return record;
  }

  @SuppressWarnings("unchecked")
  private T truncated(T element) {
    if (element instanceof DeadLetter letter) {
      return (T)
          new DeadLetter(Truncations.truncated(letter.record()), letter.cause(), letter.reason());
    }
    throw new IllegalStateException(
        "a %s is larger than the %d bytes that topic '%s' takes"
            .formatted(element.getClass().getSimpleName(), limits.recordBytes(), topic));
  }
}
