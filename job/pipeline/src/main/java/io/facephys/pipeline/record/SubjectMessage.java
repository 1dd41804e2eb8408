package io.facephys.pipeline.record;

/**
 * A decoded record on its way to its subject.
 *
 * <p>It travels as it came from Kafka: the Avro bytes are the most compact form of a chunk, and a
 * chunk that is refused later becomes a dead letter whole.
 *
 * @param subjectId its subject
 * @param kind what it holds
 * @param eventTimeMillis when its last frame was captured, milliseconds since the epoch
 * @param record accepted by the decoder of its kind
 */
public record SubjectMessage(String subjectId, Kind kind, long eventTimeMillis, RawRecord record) {
  /** What a message holds. */
  public enum Kind {
    /** A face chunk. */
    CHUNK,
    /** A request to forget the subject. */
    FORGET
  }
}
