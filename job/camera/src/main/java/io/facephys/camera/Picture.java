package io.facephys.camera;

import java.nio.ByteBuffer;

/**
 * One picture of a camera.
 *
 * @param rgb a direct buffer: red, green, blue, 8 bits each, row by row; read, never kept
 * @param width columns
 * @param height rows
 * @param strideBytes bytes from one row to the next
 * @param captureTimeMicros time of exposure, microseconds since 1970-01-01T00:00:00Z
 */
public record Picture(
    ByteBuffer rgb, int width, int height, int strideBytes, long captureTimeMicros) {
  private static final int CHANNELS = 3;

  public Picture {
    if (!rgb.isDirect() || strideBytes < CHANNELS * width) {
      throw new IllegalArgumentException(
          "a picture of %d columns needs a direct buffer and rows of at least %d bytes; these have %d"
              .formatted(width, CHANNELS * width, strideBytes));
    }
  }
}
