package io.facephys.pipeline;

/**
 * A record that holds a good face chunk, on its way to its subject.
 *
 * <p>It travels as it came from Kafka: the Avro bytes are the most compact form of the chunk, and
 * should it turn out to be of no use after all, it is still whole.
 *
 * @param subjectId whose face it is
 * @param eventTimeMillis when its last frame was captured, milliseconds since the epoch
 * @param record holds a chunk that {@link FaceChunkDecoder} has accepted
 */
public record ReceivedChunk(String subjectId, long eventTimeMillis, RawRecord record) {}
