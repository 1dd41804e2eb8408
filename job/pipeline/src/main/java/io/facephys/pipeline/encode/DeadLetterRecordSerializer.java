package io.facephys.pipeline.encode;

import io.facephys.pipeline.record.DeadLetter;
import io.facephys.pipeline.record.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter as it stands in its topic: the record as it came, and headers that say where from
 * and why, and what was cut.
 */
public final class DeadLetterRecordSerializer
    implements KafkaRecordSerializationSchema<DeadLetter> {
  /** Header: topic that the record was read from. */
  public static final String TOPIC_HEADER = "facephys.topic";

  /** Header: partition that it was read from, decimal. */
  public static final String PARTITION_HEADER = "facephys.partition";

  /** Header: its offset there, decimal. */
  public static final String OFFSET_HEADER = "facephys.offset";

  /** Header: what was expected and what was found. */
  public static final String REASON_HEADER = "facephys.reason";

  /**
   * Header of a letter of which only the beginning of {@code part} is here (of headers: nothing):
   * how many bytes it had, decimal.
   */
  public static String bytesHeader(RawRecord.Part part) {
    return "facephys.%s-bytes".formatted(part.name().toLowerCase(Locale.ROOT));
  }

  /** Header of such a letter: SHA-256 of the whole part, hexadecimal. */
  public static String sha256Header(RawRecord.Part part) {
    return "facephys.%s-sha256".formatted(part.name().toLowerCase(Locale.ROOT));
  }

  private static final long serialVersionUID = 1L;
  private static final int LONGEST_REASON = 1000;

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
    String reason = letter.reason();
    add(out, REASON_HEADER, reason.substring(0, Math.min(LONGEST_REASON, reason.length())));
    for (RawRecord.Cut cut : record.cuts()) {
      add(out, bytesHeader(cut.part()), String.valueOf(cut.bytes()));
      add(out, sha256Header(cut.part()), cut.sha256());
    }
    return out;
  }

  private static void add(ProducerRecord<byte[], byte[]> record, String name, String text) {
    record.headers().add(name, text.getBytes(StandardCharsets.UTF_8));
  }
}
