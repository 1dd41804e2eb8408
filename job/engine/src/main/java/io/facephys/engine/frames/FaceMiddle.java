package io.facephys.engine.frames;

import io.facephys.engine.PulseRules;
import java.nio.ByteBuffer;

/**
 * The middle of face crops, where there is skin: its colour, and how much of it is too bright.
 *
 * @param red mean of the red values, 0..255
 * @param green mean of the green values, 0..255
 * @param blue mean of the blue values, 0..255
 * @param clipped share of the values that are {@link PulseRules#CLIPPED_FROM} or more
 */
public record FaceMiddle(double red, double green, double blue, double clipped) {
  /** With a larger share of clipped values the pulse suffers. */
  static final double MOST_CLIPPED = 0.05;

  /**
   * Skin reflects more red than blue: painted skin, from light to dark, 1.6 to 2 times as much. The
   * twentieth above 1 is for noise on grey.
   */
  static final double BLUE_OVER_RED = 1.05;

  private static final int CHANNELS = 3;

  /**
   * Looks at some frames together.
   *
   * @param frames RGB, uint8, shape (frame, row, column, channel); the remaining bytes are read,
   *     the buffer is not changed
   * @param height rows of a frame
   * @param width columns of a frame
   */
  public static FaceMiddle of(ByteBuffer frames, int height, int width) {
    int rowBytes = CHANNELS * width;
    int left = CHANNELS * (width / 5);
    int right = rowBytes - left;
    int red = 0;
    int green = 0;
    int blue = 0;
    int clipped = 0;
    int pixels = 0;
    for (int start = frames.position(); start < frames.limit(); start += height * rowBytes) {
      for (int row = height / 3; row < height * 3 / 4; row++) {
        int first = start + row * rowBytes;
        for (int i = first + left; i < first + right; i += CHANNELS) {
          int r = frames.get(i) & 0xFF;
          int g = frames.get(i + 1) & 0xFF;
          int b = frames.get(i + 2) & 0xFF;
          red += r;
          green += g;
          blue += b;
          clipped += clipped(r) + clipped(g) + clipped(b);
          pixels++;
        }
      }
    }
    return new FaceMiddle(
        (double) red / pixels,
        (double) green / pixels,
        (double) blue / pixels,
        (double) clipped / (CHANNELS * pixels));
  }

  private static int clipped(int value) {
    return value >= PulseRules.CLIPPED_FROM ? 1 : 0;
  }

  /** Whether so much is clipped that the pulse suffers. */
  public boolean isClipped() {
    return clipped > MOST_CLIPPED;
  }

  /** Whether there is more blue than red, as where blue was sent first. */
  public boolean isBlueFirst() {
    return blue > BLUE_OVER_RED * red;
  }

  /** How bright it is, 0..255. */
  public double brightness() {
    return (red + green + blue) / CHANNELS;
  }
}
