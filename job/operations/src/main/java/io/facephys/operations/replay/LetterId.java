package io.facephys.operations.replay;

import io.facephys.pipeline.record.RawRecord;
import java.util.Comparator;

/**
 * Which record a dead letter holds. A letter that the job wrote twice has the same one.
 *
 * @param timestampMillis the record's own time, which tells records of a topic that was created
 *     anew from those of the one before; -1 if it has none
 */
record LetterId(String topic, int partition, long offset, long timestampMillis)
    implements Comparable<LetterId> {
  private static final Comparator<LetterId> IN_ORDER =
      Comparator.comparing(LetterId::topic)
          .thenComparing(LetterId::partition)
          .thenComparing(LetterId::offset)
          .thenComparing(LetterId::timestampMillis);

  static LetterId of(RawRecord record) {
    return new LetterId(
        record.topic(), record.partition(), record.offset(), record.timestampMillis());
  }

  /** The partition from which the record came. */
  String source() {
    return topic + '-' + partition;
  }

  @Override
  public int compareTo(LetterId other) {
    return IN_ORDER.compare(this, other);
  }
}
