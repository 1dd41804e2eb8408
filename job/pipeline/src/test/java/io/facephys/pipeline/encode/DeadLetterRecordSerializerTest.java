package io.facephys.pipeline.encode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.pipeline.record.DeadLetter;
import io.facephys.pipeline.record.RawRecord;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadLetterRecordSerializerTest {
  private static final String REASON = "frames are 35 × 36 pixels; 36 × 36 are expected";

  @Test
  void recordKeepsKeyValueAndTime() {
    ProducerRecord<byte[], byte[]> record =
        serialize(letter(5, new byte[] {1, -1}, new byte[] {2, 0, 3}));

    assertThat(record.topic()).isEqualTo("dead");
    assertThat(record.partition()).isNull();
    assertThat(record.timestamp()).isEqualTo(5);
    assertThat(record.key()).containsExactly(1, -1);
    assertThat(record.value()).containsExactly(2, 0, 3);
  }

  @Test
  void nullsStayNulls() {
    ProducerRecord<byte[], byte[]> record = serialize(letter(-1, null, null));

    assertThat(record.key()).isNull();
    assertThat(record.value()).isNull();
    assertThat(record.timestamp()).isNull();
  }

  @Test
  void originalHeadersComeFirstAndUntouchedThenPlaceAndReason() {
    List<Header> headers = Arrays.asList(serialize(letter(5, null, null)).headers().toArray());

    assertThat(headers)
        .containsExactly(
            new RecordHeader("trace", new byte[] {7, -7}),
            new RecordHeader("trace", new byte[0]),
            new RecordHeader("nothing", null),
            header("facephys.reason", "of an earlier life"),
            header("facephys.topic", "face-chunks"),
            header("facephys.partition", "11"),
            header("facephys.offset", "1234567890123"),
            header("facephys.cause", "LATE"),
            header("facephys.reason", REASON));
  }

  private static Header header(String key, String text) {
    return new RecordHeader(key, text.getBytes(UTF_8));
  }

  private static DeadLetter letter(
      long timestampMillis, byte @Nullable [] key, byte @Nullable [] value) {
    RawRecord.Header[] headers = {
      new RawRecord.Header("trace", new byte[] {7, -7}),
      new RawRecord.Header("trace", new byte[0]),
      new RawRecord.Header("nothing", null),
      new RawRecord.Header("facephys.reason", "of an earlier life".getBytes(UTF_8))
    };
    return new DeadLetter(
        new RawRecord("face-chunks", 11, 1_234_567_890_123L, timestampMillis, key, value, headers),
        DeadLetter.Cause.LATE,
        REASON);
  }

  private static ProducerRecord<byte[], byte[]> serialize(DeadLetter letter) {
    // Flink gives the event time; the record's own counts
    return new DeadLetterRecordSerializer("dead")
        .serialize(letter, new OutputRecordSerializerTest.OneKafkaPartition(), 999L);
  }
}
