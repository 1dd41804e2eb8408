package io.facephys.engine.frames;

import static io.facephys.engine.frames.FrameColours.CHANNELS;

import java.nio.ByteBuffer;

/** Sums of the red, green and blue bytes of pixels. Not for several threads. */
final class ColourSums {
  private long red;
  private long green;
  private long blue;

  /** Adds the pixels of the bytes {@code from} (inclusive) to {@code to} (exclusive). */
  void add(ByteBuffer values, int from, int to) {
    int r = 0;
    int g = 0;
    int b = 0;
    for (int i = from; i < to; i += CHANNELS) {
      r += values.get(i) & 0xFF;
      g += values.get(i + 1) & 0xFF;
      b += values.get(i + 2) & 0xFF;
    }
    add(r, g, b);
  }

  void add(ColourSums other) {
    add(other.red, other.green, other.blue);
  }

  private void add(long moreRed, long moreGreen, long moreBlue) {
    red += moreRed;
    green += moreGreen;
    blue += moreBlue;
  }

  /** The sum over all channels. */
  long total() {
    return red + green + blue;
  }

  /** R, G and B, each divided by {@code divisor}. */
  double[] dividedBy(double divisor) {
    return new double[] {red / divisor, green / divisor, blue / divisor};
  }
}
