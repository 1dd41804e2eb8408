package io.facephys.pipeline;

import static io.facephys.schemas.CropContract.CHANNELS;
import static io.facephys.schemas.CropContract.FRAME_BYTES;
import static io.facephys.schemas.CropContract.HEIGHT;
import static io.facephys.schemas.CropContract.MAX_FRAMES;
import static io.facephys.schemas.CropContract.MAX_ID_LENGTH;
import static io.facephys.schemas.CropContract.WIDTH;

import io.facephys.schemas.FaceChunk;
import io.facephys.schemas.MalformedMessageException;
import io.facephys.schemas.PixelFormat;
import io.facephys.schemas.SingleObjectFormat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads a face chunk out of a Kafka record and holds it against the contract of topic {@code
 * face-chunks}.
 */
final class FaceChunkDecoder {
  private FaceChunkDecoder() {}

  /**
   * The chunk in {@code record}; every field is within the bounds that the schema documents.
   *
   * @throws MalformedMessageException if there is none; the message says what was expected and what
   *     was found
   */
  static FaceChunk decode(RawRecord record) throws MalformedMessageException {
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
    checkId("subjectId", chunk.getSubjectId());
    checkId("cameraId", chunk.getCameraId());
    if (chunk.getSequence() < 0) {
      throw new MalformedMessageException(
          "sequence is %d; it counts from 0".formatted(chunk.getSequence()));
    }
    // Kafka keeps the order within a partition and picks the partition by key: another key, another
    // order.
    if (!Arrays.equals(key, chunk.getSubjectId().getBytes(StandardCharsets.UTF_8))) {
      throw new MalformedMessageException(
          "the record's key is %s; it must be the subject id, '%s'"
              .formatted(describe(key), chunk.getSubjectId()));
    }
  }

  private static void checkId(String field, String id) throws MalformedMessageException {
    if (id.isBlank() || id.length() > MAX_ID_LENGTH) {
      throw new MalformedMessageException(
          "%s has %d characters%s; 1 to %d are allowed, not all blank"
              .formatted(field, id.length(), id.isBlank() ? ", all blank" : "", MAX_ID_LENGTH));
    }
  }

  private static String describe(byte @Nullable [] key) {
    if (key == null) {
      return "missing";
    }
    return key.length > MAX_ID_LENGTH
        ? "%d bytes long".formatted(key.length)
        : "'%s'".formatted(new String(key, StandardCharsets.UTF_8));
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
