package io.facephys.engine.frames;

import static io.facephys.engine.Frames.CHANNELS;

import io.facephys.engine.Frames;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** The mean colour of each frame. */
public final class FrameColours {
  private FrameColours() {}

  /** (frame, channel): means of R, G and B, 0..1. */
  public static float[] of(Frames frames) {
    float[] colours = new float[CHANNELS * frames.count()];
    for (int frame = 0; frame < frames.count(); frame++) {
      double[] sums =
          frames instanceof Frames.ByteFrames bytes ? sums(bytes, frame) : sums(frames, frame);
      put(colours, frame, sums, frames.valuesPerFrame());
    }
    return colours;
  }

  /**
   * Sets the colour of one frame.
   *
   * @param sums of the frame's R, G and B, in the range 0..1 of each value
   * @param frameValues how many values the frame has in all channels
   */
  static void put(float[] colours, int frame, double[] sums, int frameValues) {
    for (int channel = 0; channel < CHANNELS; channel++) {
      colours[CHANNELS * frame + channel] = (float) (sums[channel] * CHANNELS / frameValues);
    }
  }

  private static double[] sums(Frames.ByteFrames frames, int frame) {
    long[] sums = new long[CHANNELS];
    int start = frame * frames.valuesPerFrame();
    add(sums, frames.values(), start, start + frames.valuesPerFrame());
    return ofUnitRange(sums);
  }

  /** Adds the pixels of the bytes {@code from} (inclusive) to {@code to} (exclusive) to R, G, B. */
  static void add(long[] sums, ByteBuffer values, int from, int to) {
    int red = 0;
    int green = 0;
    int blue = 0;
    for (int i = from; i < to; i += CHANNELS) {
      red += values.get(i) & 0xFF;
      green += values.get(i + 1) & 0xFF;
      blue += values.get(i + 2) & 0xFF;
    }
    sums[0] += red;
    sums[1] += green;
    sums[2] += blue;
  }

  /** Sums of bytes as sums of values in 0..1. */
  static double[] ofUnitRange(long[] sums) {
    return new double[] {sums[0] / 255.0, sums[1] / 255.0, sums[2] / 255.0};
  }

  private static double[] sums(Frames frames, int frame) {
    FloatBuffer values = FloatBuffer.allocate(frames.valuesPerFrame());
    frames.copyFrame(frame, values);
    double[] sums = new double[CHANNELS];
    for (int i = 0; i < values.capacity(); i++) {
      sums[i % CHANNELS] += values.get(i);
    }
    return sums;
  }
}
