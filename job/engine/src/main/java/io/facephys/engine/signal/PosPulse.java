package io.facephys.engine.signal;

import static io.facephys.engine.Frames.CHANNELS;

import io.facephys.engine.Frames;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.apache.commons.math3.stat.StatUtils;

/**
 * POS, a pulse wave without a trained model: Wang, den Brinker, Stuijk and de Haan, Algorithmic
 * Principles of Remote PPG, IEEE Transactions on Biomedical Engineering 64 (7), 2017, algorithm 1.
 *
 * <p>The sign is inverted, so that the wave rises with the blood volume: more blood in the skin
 * reflects less light. The wave is not filtered.
 */
public final class PosPulse {
  private static final double WINDOW_SECONDS = 1.6;

  private PosPulse() {}

  /** The wave of these frames, one sample per frame. */
  public static double[] wave(Frames frames, double frameRateHz) {
    return wave(meanColours(frames), frameRateHz);
  }

  /** The wave of mean colours per frame, {@code (channel, frame)}. */
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

  /** A channel divided by its mean; 1 if the mean is 0. */
  private static double[] relative(double[] channel, int from, int to) {
    double mean = StatUtils.mean(channel, from, to - from);
    double[] relative = Arrays.copyOfRange(channel, from, to);
    Arrays.setAll(relative, i -> mean == 0 ? 1 : relative[i] / mean);
    return relative;
  }

  private static double[][] meanColours(Frames frames) {
    double[][] colours = new double[CHANNELS][frames.count()];
    FloatBuffer values = FloatBuffer.allocate(frames.valuesPerFrame());
    for (int frame = 0; frame < frames.count(); frame++) {
      frames.copyFrame(frame, values.clear());
      for (int i = 0; i < values.capacity(); i++) {
        colours[i % CHANNELS][frame] += values.get(i);
      }
    }
    for (double[] channel : colours) {
      Arrays.setAll(channel, i -> channel[i] * CHANNELS / values.capacity());
    }
    return colours;
  }
}
