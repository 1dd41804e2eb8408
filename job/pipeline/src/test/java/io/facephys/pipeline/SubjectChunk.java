package io.facephys.pipeline;

import io.facephys.pipeline.record.RawRecord;
import io.facephys.pipeline.record.SubjectMessage;
import io.facephys.schemas.FaceChunk;
import io.facephys.schemas.FaceChunks;
import java.util.Arrays;

/** A chunk of a {@link Subject}'s frames, in the forms in which it travels. */
public record SubjectChunk(Subject subject, int from, int to, long sequence, String cameraId) {
  /** The same with another sequence. */
  public SubjectChunk numbered(long newSequence) {
    return new SubjectChunk(subject, from, to, newSequence, cameraId);
  }

  /** The same from another camera. */
  public SubjectChunk seenBy(String newCameraId) {
    return new SubjectChunk(subject, from, to, sequence, newCameraId);
  }

  /** The chunk itself. */
  public FaceChunk avro() {
    return FaceChunks.numbered(
        subject.id(),
        cameraId,
        sequence,
        Arrays.copyOfRange(subject.timesMicros(), from, to),
        subject.pixels(from, to));
  }

  /** As it comes from Kafka. */
  public RawRecord record() {
    return Subject.record(avro());
  }

  /** On its way to its subject. */
  public SubjectMessage message() {
    return Subject.message(avro());
  }
}
