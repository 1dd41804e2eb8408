package io.facephys.pipeline.encode;

import io.facephys.engine.Internal;
import io.facephys.pipeline.record.DeadLetter;
import io.facephys.pipeline.record.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Turns dead letters into records of the dead-letter topic: the record as it came, with headers
 * that say where it came from, why it was refused and what of it is truncated.
 */
@Internal
public final class DeadLetterRecordSerializer
    implements KafkaRecordSerializationSchema<DeadLetter> {
  /** The header with the topic that the record was read from. */
  public static final String TOPIC_HEADER = "facephys.topic";

  /** The header with the partition that the record was read from, decimal. */
  public static final String PARTITION_HEADER = "facephys.partition";

  /** The header with the record's offset in that partition, decimal. */
  public static final String OFFSET_HEADER = "facephys.offset";

  /** The header with the cause as the metrics name it, such as {@code TOO_FAST}. */
  public static final String CAUSE_HEADER = "facephys.cause";

  /** The header that says what was expected and what was found. */
  public static final String REASON_HEADER = "facephys.reason";

  /** The header with the bytes that a truncated part had, decimal. */
  public static String bytesHeader(RawRecord.Part part) {
    return "facephys.%s-bytes".formatted(part.name().toLowerCase(Locale.ROOT));
  }

  /** The header with SHA-256 of the whole of a truncated part, hexadecimal. */
  public static String sha256Header(RawRecord.Part part) {
    return "facephys.%s-sha256".formatted(part.name().toLowerCase(Locale.ROOT));
  }

  private static final long serialVersionUID = 1L;
  private static final int MAX_REASON_LENGTH = 1000;

  private final String topic;

  public DeadLetterRecordSerializer(String topic) {
    this.topic = topic;
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      DeadLetter letter, KafkaSinkContext context, @Nullable Long timestamp) {
    RawRecord record = letter.record();
    Long ownTimestamp = record.timestampMillis() < 0 ? null : record.timestampMillis();
    ProducerRecord<byte[], byte[]> out =
        new ProducerRecord<>(topic, null, ownTimestamp, record.key(), record.value());
    for (RawRecord.Header header : record.headers()) {
      out.headers().add(header.key(), header.value());
    }
    add(out, TOPIC_HEADER, record.topic());
    add(out, PARTITION_HEADER, String.valueOf(record.partition()));
    add(out, OFFSET_HEADER, String.valueOf(record.offset()));
    add(out, CAUSE_HEADER, letter.cause().name());
    String reason = letter.reason();
    add(out, REASON_HEADER, reason.substring(0, Math.min(MAX_REASON_LENGTH, reason.length())));
    for (RawRecord.Truncation truncation : record.truncations()) {
      add(out, bytesHeader(truncation.part()), String.valueOf(truncation.bytes()));
      add(out, sha256Header(truncation.part()), truncation.sha256());
    }
    return out;
  }

  private static void add(ProducerRecord<byte[], byte[]> record, String name, String text) {
    record.headers().add(name, text.getBytes(StandardCharsets.UTF_8));
  }
}
