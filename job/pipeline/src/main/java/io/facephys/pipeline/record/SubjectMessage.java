package io.facephys.pipeline.record;

import io.facephys.engine.Internal;

/**
 * A record on its way to the operator that holds its subject's state.
 *
 * <p>The record was decoded to check it, but travels as it came from Kafka: its Avro bytes are the
 * most compact form of a chunk, and a chunk that is refused later becomes a dead letter whole.
 *
 * @param eventTimeMillis of a chunk: when its last frame was captured, but not later than the
 *     record's own time; of a request: the record's own time; milliseconds since the epoch
 * @param record the record, which the decoder of its kind has accepted
 */
@Internal
public record SubjectMessage(String subjectId, Kind kind, long eventTimeMillis, RawRecord record) {
  /** What a record holds. */
  public enum Kind {
    /** A face chunk. */
    CHUNK,
    /** A request to forget the subject. */
    FORGET
  }
}
