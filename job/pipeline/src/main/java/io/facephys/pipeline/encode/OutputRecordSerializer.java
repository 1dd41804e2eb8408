package io.facephys.pipeline.encode;

import io.facephys.pipeline.config.OutputFormat;
import io.facephys.schemas.MessageFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.serialization.SerializationSchema.InitializationContext;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the job has computed into Kafka records: the key is the subject's id, the value a
 * message of the contract in the format that the options name.
 *
 * @param <R> the type that travels between operators
 * @param <M> the message's type, which Avro generates
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

  /** The id of the subject, which becomes the record's key. */
  abstract String subjectId(R record);

  /** The record's timestamp, milliseconds since the epoch. */
  abstract long timeMillis(R record);

  /** The message that becomes the record's value. */
  abstract M message(R record);

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  @Override
  public final void open(InitializationContext context, KafkaSinkContext sink) {
    format(); // a registry that does not answer fails the job at its start, not at its first record
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
