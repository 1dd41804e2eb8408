package io.facephys.engine;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** The frames of a chunk or a recording: RGB, shape (frame, row, column, channel), row-major. */
public sealed interface Frames {
  /** Channels of a pixel: red, green, blue. */
  int CHANNELS = 3;

  /** How many frames there are. */
  int count();

  /** Values per frame: rows * columns * channels. */
  int valuesPerFrame();

  /**
   * Writes one frame as floats in 0..1.
   *
   * @param index which frame, from 0
   * @param target receives {@link #valuesPerFrame()} values, from its position on
   */
  void copyFrame(int index, FloatBuffer target);

  /** Frames {@code from} (inclusive) to {@code to} (exclusive), of the same memory. */
  Frames slice(int from, int to);

  /**
   * Frames of one unsigned byte per value, 0..255, as in face chunks; the buffer is read, never
   * changed.
   */
  static Frames ofBytes(ByteBuffer values, int count) {
    return new ByteFrames(values.slice(), count, valuesPerFrame(values.remaining(), count));
  }

  /** Frames of one float per value, 0..1. */
  static Frames ofFloats(FloatBuffer values, int count) {
    return new FloatFrames(values.slice(), count, valuesPerFrame(values.remaining(), count));
  }

  private static int valuesPerFrame(int values, int count) {
    if (count < 1 || values % count != 0) {
      throw new IllegalArgumentException(
          "%d values do not make %d frames".formatted(values, count));
    }
    return values / count;
  }

  /** See {@link #ofBytes}. */
  record ByteFrames(ByteBuffer values, int count, int valuesPerFrame) implements Frames {
    private static final float[] LEVELS = new float[256]; // a division for each value is slow

    static {
      for (int i = 0; i < LEVELS.length; i++) {
        LEVELS[i] = i / 255f;
      }
    }

    @Override
    public void copyFrame(int index, FloatBuffer target) {
      int start = index * valuesPerFrame;
      for (int i = 0; i < valuesPerFrame; i++) {
        target.put(LEVELS[values.get(start + i) & 0xFF]);
      }
    }

    @Override
    public Frames slice(int from, int to) {
      return ofBytes(values.slice(from * valuesPerFrame, (to - from) * valuesPerFrame), to - from);
    }
  }

  /** See {@link #ofFloats}. */
  record FloatFrames(FloatBuffer values, int count, int valuesPerFrame) implements Frames {
    @Override
    public void copyFrame(int index, FloatBuffer target) {
      target.put(values.slice(index * valuesPerFrame, valuesPerFrame));
    }

    @Override
    public Frames slice(int from, int to) {
      return ofFloats(values.slice(from * valuesPerFrame, (to - from) * valuesPerFrame), to - from);
    }
  }
}
