package io.facephys.pipeline.pulse;

import io.facephys.pipeline.decode.FaceChunkDecoder;
import io.facephys.pipeline.record.SubjectMessage;
import io.facephys.schemas.FaceChunk;
import io.facephys.schemas.MalformedMessageException;
import java.util.Collections;

/**
 * A chunk and the message that carried it.
 *
 * @param message the message as it travels, and waits, in the job
 * @param chunk the chunk that is decoded from it
 */
record ReceivedChunk(SubjectMessage message, FaceChunk chunk) {
  static ReceivedChunk of(SubjectMessage message) {
    try {
      return new ReceivedChunk(message, FaceChunkDecoder.decode(message.record()));
    } catch (MalformedMessageException e) {
      throw new IllegalStateException("a chunk that was decoded before cannot be decoded", e);
    }
  }

  String cameraId() {
    return chunk.getCameraId();
  }

  long sequence() {
    return chunk.getSequence();
  }

  long oldestMicros() {
    return Collections.min(chunk.getCaptureTimesMicros());
  }

  long newestMicros() {
    return Collections.max(chunk.getCaptureTimesMicros());
  }

  /** The capture times of the chunk's frames, microseconds since the epoch. */
  long[] timesMicros() {
    return chunk.getCaptureTimesMicros().stream().mapToLong(Long::longValue).toArray();
  }

  /** When the record was sent; never in the future, where the rate limit would not end it. */
  long sentMillis(long nowMillis) {
    long sent = message.record().timestampMillis();
    return sent < 0 ? nowMillis : Math.min(sent, nowMillis);
  }
}
