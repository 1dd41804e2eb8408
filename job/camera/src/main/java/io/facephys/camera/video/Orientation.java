package io.facephys.camera.video;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.jspecify.annotations.Nullable;

/**
 * How stored pictures are turned and mirrored to be shown, as phones mark it.
 *
 * @param transposed whether rows become columns, before anything else
 * @param mirrored whether left and right change places
 * @param upsideDown whether top and bottom change places
 */
record Orientation(boolean transposed, boolean mirrored, boolean upsideDown) {
  static final int CHANNELS = 3;

  /** Of pictures that are shown as they are stored. */
  static final Orientation UPRIGHT = new Orientation(false, false, false);

  /**
   * Reads FFmpeg's display matrix (a, b, u, c, d, v, x, y, w), which moves a point (p, q) to (ap +
   * cq, bp + dq); null is upright. Of a turn that is no multiple of 90 degrees the nearest is
   * taken.
   */
  static Orientation of(@Nullable ByteBuffer displayMatrix) {
    if (displayMatrix == null) {
      return UPRIGHT;
    }
    IntBuffer matrix = displayMatrix.duplicate().order(ByteOrder.nativeOrder()).asIntBuffer();
    long a = matrix.get(0);
    long b = matrix.get(1);
    long c = matrix.get(3);
    long d = matrix.get(4);
    boolean transposed = Math.abs(b) + Math.abs(c) > Math.abs(a) + Math.abs(d);
    return transposed ? new Orientation(true, c < 0, b < 0) : new Orientation(false, a < 0, d < 0);
  }

  /**
   * Writes a picture as it is to be shown, without padding; rows of {@code stored} are as many
   * bytes apart as {@code strideBytes} says.
   */
  void show(ByteBuffer stored, int width, int height, int strideBytes, ByteBuffer shown) {
    int columns = transposed ? height : width;
    int rows = transposed ? width : height;
    try (BytePointer from = new BytePointer(stored);
        BytePointer to = new BytePointer(shown);
        Mat source = new Mat(height, width, opencv_core.CV_8UC3, from, strideBytes);
        Mat target = new Mat(rows, columns, opencv_core.CV_8UC3, to, (long) CHANNELS * columns)) {
      if (transposed) {
        opencv_core.transpose(source, target);
      } else {
        source.copyTo(target);
      }
      if (mirrored || upsideDown) {
        opencv_core.flip(target, target, mirrored && upsideDown ? -1 : mirrored ? 1 : 0);
      }
    }
  }
}
