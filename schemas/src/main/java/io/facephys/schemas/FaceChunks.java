package io.facephys.schemas;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Makes the face chunks of a sender as the contract asks, and numbers them. One instance lives as
 * long as its sender: a new one numbers from 0 again. Not for several threads.
 */
public final class FaceChunks {
  private record Source(String subjectId, String cameraId) {}

  private final Map<Source, Long> made = new HashMap<>();

  /**
   * Makes the next chunk of a subject and camera; their first one has number 0.
   *
   * @param captureTimesMicros one for each frame, since 1970 in UTC
   * @param frames uint8, (frame, row, column, channel); the chunk keeps this buffer
   */
  public FaceChunk next(
      String subjectId, String cameraId, long[] captureTimesMicros, ByteBuffer frames) {
    long sequence = made.merge(new Source(subjectId, cameraId), 1L, Long::sum) - 1;
    return numbered(subjectId, cameraId, sequence, captureTimesMicros, frames);
  }

  /** The same with a given number. */
  public static FaceChunk numbered(
      String subjectId,
      String cameraId,
      long sequence,
      long[] captureTimesMicros,
      ByteBuffer frames) {
    return FaceChunk.newBuilder()
        .setSubjectId(subjectId)
        .setCameraId(cameraId)
        .setSequence(sequence)
        .setCaptureTimesMicros(Arrays.stream(captureTimesMicros).boxed().toList())
        .setHeight(CropContract.HEIGHT)
        .setWidth(CropContract.WIDTH)
        .setPixelFormat(PixelFormat.RGB8)
        .setFrames(frames)
        .build();
  }

  /** The key of a subject's Kafka records. */
  public static byte[] key(String subjectId) {
    return subjectId.getBytes(StandardCharsets.UTF_8);
  }
}
