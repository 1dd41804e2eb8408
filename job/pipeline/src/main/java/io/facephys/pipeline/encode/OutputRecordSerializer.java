package io.facephys.pipeline.encode;

import io.facephys.engine.Internal;
import io.facephys.pipeline.config.OutputFormat;
import io.facephys.pipeline.record.SubjectResult;
import io.facephys.schemas.MessageFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.common.serialization.SerializationSchema.InitializationContext;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.util.function.SerializableFunction;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Turns what the job has computed into Kafka records: the key is the subject's id, the value a
 * message of the contract in the format that the options name.
 *
 * @param <R> the type that travels between operators
 * @param <M> the message's type, which Avro generates
 */
@Internal
public final class OutputRecordSerializer<R extends SubjectResult, M extends SpecificRecord>
    implements KafkaRecordSerializationSchema<R> {
  private static final long serialVersionUID = 1L;

  private final String topic;
  private final Class<M> type;
  private final SerializableFunction<R, M> messages;
  private final OutputFormat options;
  private transient @Nullable MessageFormat<M> format;

  /**
   * @param messages makes the message that becomes a record's value
   */
  public OutputRecordSerializer(
      String topic, Class<M> type, SerializableFunction<R, M> messages, OutputFormat options) {
    this.topic = topic;
    this.type = type;
    this.messages = messages;
    this.options = options;
  }

  @Override
  public void open(InitializationContext context, KafkaSinkContext sink) {
    format(); // a registry that does not answer fails the job at its start, not at its first record
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      R record, KafkaSinkContext context, @Nullable Long timestamp) {
    return new ProducerRecord<>(
        topic,
        null,
        record.timeMillis(),
        record.subjectId().getBytes(StandardCharsets.UTF_8),
        format().encode(messages.apply(record)));
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
