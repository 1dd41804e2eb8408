package io.facephys.operations.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.pipeline.encode.DeadLetterRecordSerializer;
import io.facephys.pipeline.record.DeadLetter;
import io.facephys.pipeline.record.DeadLetter.Cause;
import io.facephys.pipeline.record.RawRecord;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

final class DueLettersTest {
  private final DueLetters due = new DueLetters(new LetterFilter(null, null, null));

  @Test
  void lettersWaitForThoseBeforeThem() {
    find(1, 2, 3);

    assertThat(take(2)).isEmpty();
    assertThat(take(1)).containsExactly(1L, 2L);
    assertThat(take(1)).isEmpty();
    assertThat(take(3)).containsExactly(3L);
    assertThat(due.size()).isZero();
  }

  @Test
  void lettersAreNotHeldUpByOneThatTheTopicLost() {
    find(1, 2, 3);

    assertThat(take(3)).isEmpty();
    assertThat(take(2)).isEmpty();

    assertThat(offsets(due.takeRest())).containsExactly(2L, 3L);
    assertThat(due.takeRest()).isEmpty();
    assertThat(due.size()).isEqualTo(1);
  }

  @Test
  void lettersThatCameMeanwhileWaitForTheNextReplay() {
    find(1);

    assertThat(take(2)).isEmpty();
    assertThat(due.takeRest()).isEmpty();
  }

  private void find(long... offsets) {
    LongStream.of(offsets).mapToObj(DueLettersTest::letter).forEach(due::add);
  }

  private List<Long> take(long offset) {
    return offsets(due.take(letter(offset)));
  }

  private static List<Long> offsets(List<ConsumerRecord<byte[], byte[]>> letters) {
    return letters.stream().map(ConsumerRecord::offset).toList();
  }

  @SuppressWarnings("NullAway") // the serializer uses neither context nor time
  private static ConsumerRecord<byte[], byte[]> letter(long offset) {
    RawRecord record =
        new RawRecord("face-chunks", 0, offset, 5, null, null, new RawRecord.Header[0]);
    ProducerRecord<byte[], byte[]> written =
        new DeadLetterRecordSerializer("dead")
            .serialize(new DeadLetter(record, Cause.LATE, "because"), null, null);
    return new ConsumerRecord<>(
        "dead",
        0,
        offset,
        5,
        TimestampType.CREATE_TIME,
        0,
        0,
        written.key(),
        written.value(),
        written.headers(),
        Optional.empty());
  }
}
