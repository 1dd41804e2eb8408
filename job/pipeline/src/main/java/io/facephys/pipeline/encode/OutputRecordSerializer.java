package io.facephys.pipeline.encode;

import io.facephys.pipeline.config.OutputFormat;
import io.facephys.schemas.MessageFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.serialization.SerializationSchema.InitializationContext;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of the job as it stands in an output topic: keyed by subject, its value a message of the
 * contract in the format that the options say.
 *
 * @param <R> what travels between operators
 * @param <M> what stands in the topic
 */
abstract class OutputRecordSerializer<R, M extends SpecificRecord>
    implements KafkaRecordSerializationSchema<R> {
  private static final long serialVersionUID = 1L;

  private final String topic;
  private final Class<M> type;
  private final OutputFormat options;
  private transient @Nullable MessageFormat<M> format;

  OutputRecordSerializer(String topic, Class<M> type, OutputFormat options) {
    this.topic = topic;
    this.type = type;
    this.options = options;
  }

  /** Whose record it is: the key. */
  abstract String subjectId(R record);

  /** The record's timestamp, milliseconds since the epoch. */
  abstract long timeMillis(R record);

  /** The value. */
  abstract M message(R record);

  @Override
  public final void open(InitializationContext context, KafkaSinkContext sink) {
    format(); // a registry that does not answer ends the job's start, not its first record
  }

  @Override
  public final ProducerRecord<byte[], byte[]> serialize(
      R record, KafkaSinkContext context, @Nullable Long timestamp) {
    return new ProducerRecord<>(
        topic,
        null,
        timeMillis(record),
        subjectId(record).getBytes(StandardCharsets.UTF_8),
        format().encode(message(record)));
  }

  private MessageFormat<M> format() {
    if (format == null) {
      try {
        format = options.of(type, topic);
      } catch (IOException e) {
        throw new UncheckedIOException(
            "topic '%s' cannot be written: %s".formatted(topic, e.getMessage()), e);
      }
    }
    return format;
  }
}
