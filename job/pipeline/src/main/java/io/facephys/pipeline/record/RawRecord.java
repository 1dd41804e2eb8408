package io.facephys.pipeline.record;

import org.jspecify.annotations.Nullable;

/**
 * A Kafka record as it came, with its place, so that it can become a dead letter whole. A record
 * that is larger than the job reads is truncated.
 *
 * @param timestampMillis the record's own time, milliseconds since the epoch; -1 if it has none
 * @param truncations the parts that are not here whole; empty for nearly all records
 */
public record RawRecord(
    String topic,
    int partition,
    long offset,
    long timestampMillis,
    byte @Nullable [] key,
    byte @Nullable [] value,
    Header[] headers,
    Truncation[] truncations) {

  /** A header of a record; its value can be missing, as those of the record. */
  public record Header(String key, byte @Nullable [] value) {}

  /**
   * Says of which part of a record only the beginning is kept.
   *
   * @param part the part that is truncated
   * @param bytes how many bytes the whole part had
   * @param sha256 SHA-256 of the whole part, 64 lower-case hexadecimal digits
   */
  public record Truncation(Part part, long bytes, String sha256) {}

  /** A part of a record that can be truncated. */
  public enum Part {
    /** The record's key. */
    KEY,
    /** The record's value. */
    VALUE,
    /** The record's headers; if they are too large, all of them are left out. */
    HEADERS
  }

  /** Makes a record that is whole. */
  public RawRecord(
      String topic,
      int partition,
      long offset,
      long timestampMillis,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Header[] headers) {
    this(topic, partition, offset, timestampMillis, key, value, headers, new Truncation[0]);
  }

  /** Where the record is in Kafka. */
  public RecordPlace place() {
    return new RecordPlace(topic, partition, offset);
  }
}
