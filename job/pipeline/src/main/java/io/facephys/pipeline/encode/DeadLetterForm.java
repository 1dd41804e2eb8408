package io.facephys.pipeline.encode;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.facephys.pipeline.record.DeadLetter;
import io.facephys.pipeline.record.DeadLetter.Cause;
import io.facephys.pipeline.record.RawRecord;
import io.facephys.pipeline.record.RawRecord.Part;
import io.facephys.pipeline.record.RawRecord.Truncation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The form of a dead letter in Kafka: the record as it came, behind headers in which the job says
 * where it came from, why it was refused and what of it is truncated. What the job says stands
 * first, and no header of a sender has such a name. A record can be restored from its dead letter.
 */
public final class DeadLetterForm {
  /** The header with the topic that the record was read from. */
  public static final String TOPIC_HEADER = "facephys.topic";

  /** The header with the partition that the record was read from, decimal. */
  public static final String PARTITION_HEADER = "facephys.partition";

  /** The header with the record's offset in that partition, decimal. */
  public static final String OFFSET_HEADER = "facephys.offset";

  /** The header with the record's own timestamp, decimal milliseconds; -1 if it has none. */
  public static final String TIMESTAMP_HEADER = "facephys.timestamp";

  /** The header with the cause as the metrics name it, such as {@code TOO_FAST}. */
  public static final String CAUSE_HEADER = "facephys.cause";

  /** The header that says what was expected and what was found. */
  public static final String REASON_HEADER = "facephys.reason";

  /** The header with the sender's headers that are more than {@link #MAX_SENT_HEADERS}. */
  public static final String MORE_HEADERS = "facephys.more-headers";

  /** Stands before the name of a sender's header that begins as the job's do. */
  public static final String SENT_PREFIX = "facephys.sent.";

  /** So many of a sender's headers stay headers; librdkafka shows none where there are 100,000. */
  static final int MAX_SENT_HEADERS = 1000;

  private static final String OWN_PREFIX = "facephys.";
  private static final int MAX_REASON_LENGTH = 1000;

  private DeadLetterForm() {}

  /** The header with the bytes that a truncated part had, decimal. */
  public static String bytesHeader(Part part) {
    return OWN_PREFIX + part.name().toLowerCase(Locale.ROOT) + "-bytes";
  }

  /** The header with SHA-256 of the whole of a truncated part, hexadecimal. */
  public static String sha256Header(Part part) {
    return OWN_PREFIX + part.name().toLowerCase(Locale.ROOT) + "-sha256";
  }

  static ProducerRecord<byte[], byte[]> write(DeadLetter letter, String topic) {
    RawRecord record = letter.record();
    Long ownTimestamp = record.timestampMillis() < 0 ? null : record.timestampMillis();
    List<Header> headers = new ArrayList<>();
    headers.add(text(TOPIC_HEADER, record.topic()));
    headers.add(text(PARTITION_HEADER, String.valueOf(record.partition())));
    headers.add(text(OFFSET_HEADER, String.valueOf(record.offset())));
    headers.add(text(TIMESTAMP_HEADER, String.valueOf(record.timestampMillis())));
    headers.add(text(CAUSE_HEADER, letter.cause().name()));
    String reason = letter.reason();
    headers.add(
        text(REASON_HEADER, reason.substring(0, Math.min(MAX_REASON_LENGTH, reason.length()))));
    for (Truncation truncation : record.truncations()) {
      headers.add(text(bytesHeader(truncation.part()), String.valueOf(truncation.bytes())));
      headers.add(text(sha256Header(truncation.part()), truncation.sha256()));
    }
    addSent(List.of(record.headers()), headers);
    return new ProducerRecord<>(topic, null, ownTimestamp, record.key(), record.value(), headers);
  }

  private static void addSent(List<RawRecord.Header> sent, List<Header> out) {
    int shown = Math.min(MAX_SENT_HEADERS, sent.size());
    if (shown < sent.size()) {
      byte[] more = PackedHeaders.pack(sent.subList(shown, sent.size()));
      out.add(new RecordHeader(MORE_HEADERS, more));
    }
    for (RawRecord.Header header : sent.subList(0, shown)) {
      String name = looksOwn(header.key()) ? SENT_PREFIX + header.key() : header.key();
      out.add(new RecordHeader(name, header.value()));
    }
  }

  /** Whether somebody may take a header of this name for one of the job's. */
  private static boolean looksOwn(String name) {
    return name.regionMatches(/* ignoreCase= */ true, 0, OWN_PREFIX, 0, OWN_PREFIX.length());
  }

  /**
   * Restores the record of a dead letter. If its truncations are not empty, it is not whole.
   *
   * @throws IllegalArgumentException if this is no dead letter
   */
  public static DeadLetter read(ConsumerRecord<byte[], byte[]> letter) {
    Headers headers = letter.headers();
    RawRecord record =
        new RawRecord(
            text(headers, TOPIC_HEADER),
            Math.toIntExact(number(headers, PARTITION_HEADER)),
            number(headers, OFFSET_HEADER),
            number(headers, TIMESTAMP_HEADER),
            letter.key(),
            letter.value(),
            sent(headers).toArray(RawRecord.Header[]::new),
            Arrays.stream(Part.values())
                .filter(part -> headers.lastHeader(bytesHeader(part)) != null)
                .map(part -> truncation(headers, part))
                .toArray(Truncation[]::new));
    return new DeadLetter(record, cause(headers), text(headers, REASON_HEADER));
  }

  private static Cause cause(Headers headers) {
    String name = text(headers, CAUSE_HEADER);
    return Arrays.stream(Cause.values())
        .filter(cause -> cause.name().equals(name))
        .findFirst()
        .orElseThrow(() -> noLetter("its cause is '%s'".formatted(name)));
  }

  private static Truncation truncation(Headers headers, Part part) {
    return new Truncation(
        part, number(headers, bytesHeader(part)), text(headers, sha256Header(part)));
  }

  private static List<RawRecord.Header> sent(Headers headers) {
    List<RawRecord.Header> sent = new ArrayList<>();
    for (Header header : headers) {
      if (header.key().startsWith(SENT_PREFIX)) {
        sent.add(
            new RawRecord.Header(header.key().substring(SENT_PREFIX.length()), header.value()));
      } else if (!header.key().startsWith(OWN_PREFIX)) {
        sent.add(new RawRecord.Header(header.key(), header.value()));
      }
    }
    Header more = headers.lastHeader(MORE_HEADERS);
    if (more != null) {
      sent.addAll(PackedHeaders.unpack(more.value()));
    }
    return sent;
  }

  private static Header text(String name, String text) {
    return new RecordHeader(name, text.getBytes(UTF_8));
  }

  private static String text(Headers headers, String name) {
    Header header = headers.lastHeader(name);
    if (header == null || header.value() == null) {
      throw noLetter("it has no header " + name);
    }
    return new String(header.value(), UTF_8);
  }

  private static long number(Headers headers, String name) {
    String text = text(headers, name);
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw noLetter("%s is '%s'".formatted(name, text));
    }
  }

  private static IllegalArgumentException noLetter(String why) {
    return new IllegalArgumentException("no dead letter of this job: " + why);
  }
}
