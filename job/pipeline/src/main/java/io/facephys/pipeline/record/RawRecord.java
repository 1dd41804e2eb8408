package io.facephys.pipeline.record;

import org.jspecify.annotations.Nullable;

/**
 * A Kafka record as it came, with its place, so that it can become a dead letter whole. A record
 * that is larger than the job reads is cut; {@code cuts} says where.
 *
 * @param topic where it was read
 * @param partition of the topic
 * @param offset in the partition
 * @param timestampMillis the record's own time, milliseconds since the epoch; -1 if it has none
 * @param key its key's bytes
 * @param value its value's bytes
 * @param headers in their order
 * @param cuts what of the record is not here whole; empty for nearly all records
 */
public record RawRecord(
    String topic,
    int partition,
    long offset,
    long timestampMillis,
    byte @Nullable [] key,
    byte @Nullable [] value,
    Header[] headers,
    Cut[] cuts) {

  /**
   * One header of a record.
   *
   * @param key its name
   * @param value its bytes
   */
  public record Header(String key, byte @Nullable [] value) {}

  /**
   * A part of a record of which only the beginning is kept.
   *
   * @param part which
   * @param bytes how many it had
   * @param sha256 of the whole part, 64 lower-case hexadecimal digits
   */
  public record Cut(Part part, long bytes, String sha256) {}

  /** What can be cut. */
  public enum Part {
    /** The record's key. */
    KEY,
    /** Its value. */
    VALUE,
    /** Its headers: all of them are left out. */
    HEADERS
  }

  /** A record that is whole. */
  public RawRecord(
      String topic,
      int partition,
      long offset,
      long timestampMillis,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Header[] headers) {
    this(topic, partition, offset, timestampMillis, key, value, headers, new Cut[0]);
  }

  /** Where it is. */
  public RecordPlace place() {
    return new RecordPlace(topic, partition, offset);
  }
}
