package io.facephys.pipeline.record;

import org.jspecify.annotations.Nullable;

/**
 * A Kafka record as it came, with its place, so that it can become a dead letter whole.
 *
 * @param topic where it was read
 * @param partition of the topic
 * @param offset in the partition
 * @param timestampMillis the record's own time, milliseconds since the epoch; -1 if it has none
 * @param key its key's bytes
 * @param value its value's bytes
 * @param headers in their order
 */
@SuppressWarnings(
    "ArrayRecordComponent") // Flink serialises arrays without Kryo; nobody compares records
public record RawRecord(
    String topic,
    int partition,
    long offset,
    long timestampMillis,
    byte @Nullable [] key,
    byte @Nullable [] value,
    Header[] headers) {

  /**
   * One header of a record.
   *
   * @param key its name
   * @param value its bytes
   */
  public record Header(String key, byte @Nullable [] value) {}
}
