package io.facephys.pipeline.decode;

import static io.facephys.schemas.CropContract.CHANNELS;
import static io.facephys.schemas.CropContract.FRAME_BYTES;
import static io.facephys.schemas.CropContract.HEIGHT;
import static io.facephys.schemas.CropContract.MAX_FRAMES;
import static io.facephys.schemas.CropContract.WIDTH;

import io.facephys.pipeline.record.RawRecord;
import io.facephys.schemas.FaceChunk;
import io.facephys.schemas.MalformedMessageException;
import io.facephys.schemas.PixelFormat;
import io.facephys.schemas.SingleObjectFormat;
import org.jspecify.annotations.Nullable;

/**
 * Reads a face chunk out of a Kafka record and checks it against the contract of topic {@code
 * face-chunks}.
 */
public final class FaceChunkDecoder {
  private FaceChunkDecoder() {}

  /**
   * Decodes the chunk in {@code record}. Each of its fields is within the bounds that the schema
   * documents.
   *
   * @throws MalformedMessageException if the record does not hold such a chunk; the message says
   *     what was expected and what was found
   */
  public static FaceChunk decode(RawRecord record) throws MalformedMessageException {
    byte[] value = record.value();
    if (value == null) {
      throw new MalformedMessageException("the record has no value (a tombstone)");
    }
    FaceChunk chunk = SingleObjectFormat.FACE_CHUNK.decode(value);
    checkIds(chunk, record.key());
    checkFrames(chunk);
    checkTimes(chunk);
    return chunk;
  }

  private static void checkIds(FaceChunk chunk, byte @Nullable [] key)
      throws MalformedMessageException {
    SubjectKey.check(chunk.getSubjectId(), key);
    SubjectKey.checkId("cameraId", chunk.getCameraId());
    if (chunk.getSequence() < 0 || chunk.getSequence() == Long.MAX_VALUE) {
      throw new MalformedMessageException(
          "sequence is %d; it counts from 0".formatted(chunk.getSequence()));
    }
  }

  private static void checkFrames(FaceChunk chunk) throws MalformedMessageException {
    if (chunk.getPixelFormat() != PixelFormat.RGB8) {
      throw new MalformedMessageException(
          "pixelFormat is %s; RGB8 is expected".formatted(chunk.getPixelFormat()));
    }
    if (chunk.getHeight() != HEIGHT || chunk.getWidth() != WIDTH) {
      throw new MalformedMessageException(
          "frames are %d x %d pixels; %d x %d are expected"
              .formatted(chunk.getHeight(), chunk.getWidth(), HEIGHT, WIDTH));
    }
    int frames = chunk.getCaptureTimesMicros().size();
    if (frames < 1 || frames > MAX_FRAMES) {
      throw new MalformedMessageException(
          "the chunk has %d capture times; 1 to %d are allowed".formatted(frames, MAX_FRAMES));
    }
    int bytes = chunk.getFrames().remaining();
    if (bytes != frames * FRAME_BYTES) {
      throw new MalformedMessageException(
          "frames hold %d bytes; %d capture times of %d x %d x %d make %d"
              .formatted(bytes, frames, HEIGHT, WIDTH, CHANNELS, frames * FRAME_BYTES));
    }
  }

  private static void checkTimes(FaceChunk chunk) throws MalformedMessageException {
    for (long micros : chunk.getCaptureTimesMicros()) {
      if (micros < 0) {
        throw new MalformedMessageException(
            "a capture time is %d; microseconds since 1970 are expected".formatted(micros));
      }
    }
  }
}
