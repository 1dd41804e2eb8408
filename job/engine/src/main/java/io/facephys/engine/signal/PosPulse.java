package io.facephys.engine.signal;

import io.facephys.engine.Frames;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.apache.commons.math3.stat.StatUtils;

/**
 * POS, a pulse wave without a trained model: Wang, den Brinker, Stuijk and de Haan, Algorithmic
 * Principles of Remote PPG, IEEE Transactions on Biomedical Engineering 64 (7), 2017, algorithm 1.
 *
 * <p>The sign is turned: more blood in the skin sends less light back, and the wave is to rise with
 * the blood. Nothing is filtered.
 */
public final class PosPulse {
  private static final double WINDOW_SECONDS = 1.6;
  private static final int CHANNELS = 3;

  private PosPulse() {}

  /** The wave of whole pictures, one sample a frame. */
  public static double[] wave(Frames frames, double frameRateHz) {
    return wave(meanColours(frames), frameRateHz);
  }

  /** The wave of mean colours, {@code (channel, frame)}. */
  static double[] wave(double[][] colours, double frameRateHz) {
    double[] wave = new double[colours[0].length];
    int window = (int) Math.ceil(WINDOW_SECONDS * frameRateHz);
    for (int from = 0; from + window <= wave.length; from++) {
      double[] pulse = windowPulse(colours, from, from + window);
      for (int i = 0; i < window; i++) {
        wave[from + i] -= pulse[i];
      }
    }
    return wave;
  }

  private static double[] windowPulse(double[][] colours, int from, int to) {
    double[] red = relative(colours[0], from, to);
    double[] green = relative(colours[1], from, to);
    double[] blue = relative(colours[2], from, to);
    double[] first = new double[to - from];
    double[] second = new double[to - from];
    for (int i = 0; i < first.length; i++) {
      first[i] = green[i] - blue[i];
      second[i] = green[i] + blue[i] - 2 * red[i];
    }
    double spread = Math.sqrt(StatUtils.populationVariance(second));
    double alpha = spread == 0 ? 0 : Math.sqrt(StatUtils.populationVariance(first)) / spread;
    double[] pulse = new double[first.length];
    Arrays.setAll(pulse, i -> first[i] + alpha * second[i]);
    double mean = StatUtils.mean(pulse);
    Arrays.setAll(pulse, i -> pulse[i] - mean);
    return pulse;
  }

  /** A channel over its mean; 1 where there is no light to speak of a pulse in. */
  private static double[] relative(double[] channel, int from, int to) {
    double mean = StatUtils.mean(channel, from, to - from);
    double[] relative = Arrays.copyOfRange(channel, from, to);
    Arrays.setAll(relative, i -> mean == 0 ? 1 : relative[i] / mean);
    return relative;
  }

  private static double[][] meanColours(Frames frames) {
    double[][] colours = new double[CHANNELS][frames.count()];
    FloatBuffer picture = FloatBuffer.allocate(frames.valuesPerFrame());
    for (int frame = 0; frame < frames.count(); frame++) {
      frames.copyFrame(frame, picture.clear());
      for (int i = 0; i < picture.capacity(); i++) {
        colours[i % CHANNELS][frame] += picture.get(i);
      }
    }
    for (double[] channel : colours) {
      Arrays.setAll(channel, i -> channel[i] * CHANNELS / picture.capacity());
    }
    return colours;
  }
}
