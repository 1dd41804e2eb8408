package io.facephys.pipeline.encode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.facephys.pipeline.record.DeadLetter;
import io.facephys.pipeline.record.RawRecord;
import io.facephys.pipeline.record.Truncations;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadLetterFormTest {
  private static final String REASON = "frames are 35 × 36 pixels; 36 × 36 are expected";
  private static final int MOST_THAT_LIBRDKAFKA_SHOWS = 100_000;

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
  void whatTheJobSaysComesFirstAndNoSenderHasItsNames() {
    List<Header> headers = Arrays.asList(serialize(letter(5, null, null)).headers().toArray());

    assertThat(headers)
        .containsExactly(
            header("facephys.topic", "face-chunks"),
            header("facephys.partition", "11"),
            header("facephys.offset", "1234567890123"),
            header("facephys.timestamp", "5"),
            header("facephys.cause", "MALFORMED"),
            header("facephys.reason", REASON),
            new RecordHeader("trace", new byte[] {7, -7}),
            new RecordHeader("trace", new byte[0]),
            new RecordHeader("nothing", null),
            header("facephys.sent.facephys.reason", "of an earlier life"),
            header("facephys.sent.FacePhys.reason", "in capitals"),
            header("facephys.sent.facephys.sent.x", "twice"),
            header("facephys.sent.facephys.topic\0", "C reads a name up to the zero"));
  }

  @Test
  void librdkafkaShowsTheHeadersHoweverManyWereSent() {
    List<Header> headers =
        Arrays.asList(serialize(withHeaders(manyHeaders(300_000))).headers().toArray());

    assertThat(headers.size()).isLessThan(MOST_THAT_LIBRDKAFKA_SHOWS);
    assertThat(headers.get(5)).isEqualTo(header("facephys.reason", REASON));
  }

  @Test
  void headersTakeNoMoreBytesThanTheyHadInKafka() {
    RawRecord.Header[] sent = manyHeaders(100_000);
    byte[] more =
        serialize(withHeaders(sent)).headers().lastHeader("facephys.more-headers").value();

    int moved = sent.length - DeadLetterForm.MAX_SENT_HEADERS;
    assertThat(more.length).isLessThan(moved * (2 + "h100000".length() + 2));
  }

  @Test
  void recordIsRestoredWholeWhateverItsHeaders() {
    Random random = new Random(1);
    for (int headers : new int[] {0, 1, 999, 1000, 1001, 1500}) {
      DeadLetter letter = withHeaders(randomHeaders(random, headers));

      assertThat(DeadLetterForm.read(received(serialize(letter))))
          .usingRecursiveComparison()
          .isEqualTo(letter);
    }
  }

  @Test
  void recordIsRestoredWithItsTimeAndNulls() {
    DeadLetter letter = letter(-1, null, null);
    ProducerRecord<byte[], byte[]> sent = serialize(letter);

    assertThat(sent.timestamp()).isNull();
    assertThat(DeadLetterForm.read(received(sent))).usingRecursiveComparison().isEqualTo(letter);
  }

  @Test
  void truncatedRecordSaysSoWhenItIsRead() {
    RawRecord large =
        new RawRecord("face-chunks", 0, 0, 5, new byte[2000], new byte[20_000], manyHeaders(1_500));
    DeadLetter letter =
        new DeadLetter(Truncations.truncated(large), DeadLetter.Cause.TOO_LARGE, REASON);

    assertThat(DeadLetterForm.read(received(serialize(letter))))
        .usingRecursiveComparison()
        .isEqualTo(letter);
    assertThat(letter.record().truncations()).hasSize(3);
  }

  @Test
  void whatIsNoDeadLetterIsRefused() {
    ProducerRecord<byte[], byte[]> noLetter = new ProducerRecord<>("dead", new byte[0]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DeadLetterForm.read(received(noLetter)))
        .withMessageContaining("facephys.topic");

    ProducerRecord<byte[], byte[]> broken = serialize(letter(5, null, null));
    broken.headers().add("facephys.more-headers", new byte[] {1, 2, 3});
    assertThatIllegalArgumentException().isThrownBy(() -> DeadLetterForm.read(received(broken)));
  }

  private static ConsumerRecord<byte[], byte[]> received(ProducerRecord<byte[], byte[]> sent) {
    return new ConsumerRecord<>(
        sent.topic(),
        0,
        0,
        999L,
        TimestampType.CREATE_TIME,
        0,
        0,
        sent.key(),
        sent.value(),
        sent.headers(),
        Optional.empty());
  }

  private static RawRecord.Header[] manyHeaders(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> new RawRecord.Header("h" + i, new byte[] {(byte) i}))
        .toArray(RawRecord.Header[]::new);
  }

  private static RawRecord.Header[] randomHeaders(Random random, int count) {
    String[] names = {"", "trace", "facephys.", "facephys.more-headers", "facephys.sent.a", "好"};
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new RawRecord.Header(
                    names[random.nextInt(names.length)],
                    random.nextBoolean() ? null : new byte[random.nextInt(200)]))
        .toArray(RawRecord.Header[]::new);
  }

  private static DeadLetter withHeaders(RawRecord.Header[] headers) {
    return new DeadLetter(
        new RawRecord("face-chunks", 11, 12, 13, new byte[] {1}, new byte[] {2}, headers),
        DeadLetter.Cause.MALFORMED,
        REASON);
  }

  private static Header header(String key, String text) {
    return new RecordHeader(key, text.getBytes(UTF_8));
  }

  private static RawRecord.Header sent(String key, String text) {
    return new RawRecord.Header(key, text.getBytes(UTF_8));
  }

  private static DeadLetter letter(
      long timestampMillis, byte @Nullable [] key, byte @Nullable [] value) {
    RawRecord.Header[] headers = {
      new RawRecord.Header("trace", new byte[] {7, -7}),
      new RawRecord.Header("trace", new byte[0]),
      new RawRecord.Header("nothing", null),
      sent("facephys.reason", "of an earlier life"),
      sent("FacePhys.reason", "in capitals"),
      sent("facephys.sent.x", "twice"),
      sent("facephys.topic\0", "C reads a name up to the zero")
    };
    return new DeadLetter(
        new RawRecord("face-chunks", 11, 1_234_567_890_123L, timestampMillis, key, value, headers),
        DeadLetter.Cause.MALFORMED,
        REASON);
  }

  private static ProducerRecord<byte[], byte[]> serialize(DeadLetter letter) {
    // Flink gives the event time; the record's own counts
    return new DeadLetterRecordSerializer("dead")
        .serialize(letter, new OutputRecordSerializerTest.OneKafkaPartition(), 999L);
  }
}
