package io.facephys.pipeline.record;

import io.facephys.pipeline.kafka.FaceChunkDecoder;
import io.facephys.pipeline.kafka.FaceControlDecoder;

/**
 * A good record on its way to its subject.
 *
 * <p>It travels as it came from Kafka: the Avro bytes are the most compact form of a chunk, and
 * should it turn out to be of no use after all, it is still whole.
 *
 * @param subjectId whom it concerns
 * @param kind what it holds
 * @param eventTimeMillis when its last frame was captured, milliseconds since the epoch
 * @param record holds what the decoder of its kind has accepted
 */
public record SubjectMessage(String subjectId, Kind kind, long eventTimeMillis, RawRecord record) {
  /** What a message holds. */
  public enum Kind {
    /** A face chunk that {@link FaceChunkDecoder} has accepted. */
    CHUNK,
    /** A wish that the subject be forgotten, which {@link FaceControlDecoder} has accepted. */
    FORGET
  }
}
