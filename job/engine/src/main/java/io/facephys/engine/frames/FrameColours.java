package io.facephys.engine.frames;

import io.facephys.engine.Frames;
import java.nio.FloatBuffer;

/** Mean colour of each frame. */
public final class FrameColours {
  /** R, G and B. */
  public static final int CHANNELS = 3;

  private FrameColours() {}

  /** (frame, channel): means of R, G and B, 0..1. */
  public static float[] of(Frames frames) {
    float[] colours = new float[CHANNELS * frames.count()];
    for (int frame = 0; frame < frames.count(); frame++) {
      double[] sums =
          frames instanceof Frames.ByteFrames bytes ? sums(bytes, frame) : sums(frames, frame);
      for (int channel = 0; channel < CHANNELS; channel++) {
        colours[CHANNELS * frame + channel] =
            (float) (sums[channel] * CHANNELS / frames.valuesPerFrame());
      }
    }
    return colours;
  }

  private static double[] sums(Frames.ByteFrames frames, int frame) {
    int red = 0;
    int green = 0;
    int blue = 0;
    int start = frame * frames.valuesPerFrame();
    for (int i = start; i < start + frames.valuesPerFrame(); i += CHANNELS) {
      red += frames.values().get(i) & 0xFF;
      green += frames.values().get(i + 1) & 0xFF;
      blue += frames.values().get(i + 2) & 0xFF;
    }
    return new double[] {red / 255.0, green / 255.0, blue / 255.0};
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
