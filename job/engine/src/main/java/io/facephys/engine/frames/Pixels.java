package io.facephys.engine.frames;

import static io.facephys.engine.Frames.CHANNELS;

import io.facephys.engine.PulseRules;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * What the pixels of a chunk say before a model sees them, from one walk over them.
 *
 * @param problems why the frames cannot show a face on camera; several may hold at once
 * @param middle light and colour of the middle of all frames
 * @param colours (frame, channel): means of R, G and B, 0..1, the same as {@link FrameColours}
 */
public record Pixels(Set<FrameProblem> problems, FaceMiddle middle, float[] colours) {
  /**
   * Looks at the frames of a chunk.
   *
   * @param frames RGB, uint8, shape (frame, row, column, channel), at least one frame; the
   *     remaining bytes are read, the buffer is not changed
   * @param height rows of a frame
   * @param width columns of a frame
   * @throws IllegalArgumentException if the bytes are not whole frames
   */
  public static Pixels of(ByteBuffer frames, int height, int width) {
    ByteBuffer values = frames.slice();
    int frameBytes = CHANNELS * width * height;
    if (values.limit() == 0 || values.limit() % frameBytes != 0) {
      throw new IllegalArgumentException(
          "%d bytes are not whole frames of %d x %d pixels"
              .formatted(values.limit(), width, height));
    }
    return new Walk(values, height, width).result();
  }

  /** The walk: frame by frame, and in a frame row by row where the row crosses the middle. */
  private static final class Walk {
    private final ByteBuffer values;
    private final int rowBytes;
    private final int frameBytes;

    // The middle of a crop, rows and bytes in a row: cheeks and nose are in it, hair above, mouth
    // and neck below and what is beside the face are not. Chosen on painted faces.
    private final int firstRow;
    private final int endRow;
    private final int left;
    private final int right;

    private final long[] middle = new long[CHANNELS];
    private long clipped;

    Walk(ByteBuffer values, int height, int width) {
      this.values = values;
      rowBytes = CHANNELS * width;
      frameBytes = height * rowBytes;
      firstRow = height / 3;
      endRow = height * 3 / 4;
      left = CHANNELS * (width / 5);
      right = rowBytes - left;
    }

    Pixels result() {
      int count = values.limit() / frameBytes;
      float[] colours = new float[CHANNELS * count];
      FrameChecks checks = new FrameChecks(values, frameBytes);
      for (int frame = 0; frame < count; frame++) {
        long[] sums = add(frame * frameBytes);
        FrameColours.put(colours, frame, FrameColours.ofUnitRange(sums), frameBytes);
        checks.add(frame * frameBytes, sums[0] + sums[1] + sums[2]);
      }
      double middleValues = (double) count * (endRow - firstRow) * (right - left);
      double pixels = middleValues / CHANNELS;
      return new Pixels(
          checks.problems(),
          new FaceMiddle(
              middle[0] / pixels, middle[1] / pixels, middle[2] / pixels, clipped / middleValues),
          colours);
    }

    /** Adds the frame that begins at {@code start}; the sums of R, G and B of all its pixels. */
    private long[] add(int start) {
      long[] all = new long[CHANNELS];
      long[] inside = new long[CHANNELS];
      int done = start;
      for (int row = start + firstRow * rowBytes;
          row < start + endRow * rowBytes;
          row += rowBytes) {
        FrameColours.add(all, values, done, row + left);
        FrameColours.add(inside, values, row + left, row + right);
        clipped += clipped(row + left, row + right);
        done = row + right;
      }
      FrameColours.add(all, values, done, start + frameBytes);
      for (int channel = 0; channel < CHANNELS; channel++) {
        middle[channel] += inside[channel];
        all[channel] += inside[channel];
      }
      return all;
    }

    private int clipped(int from, int to) {
      int count = 0;
      for (int i = from; i < to; i++) {
        count += (values.get(i) & 0xFF) >= PulseRules.CLIPPED_FROM ? 1 : 0;
      }
      return count;
    }
  }
}
