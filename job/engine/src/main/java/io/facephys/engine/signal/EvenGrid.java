package io.facephys.engine.signal;

import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.util.MathArrays;

/**
 * Resamples a wave with uneven times to an even grid of {@value #HZ} Hz, by linear interpolation.
 */
public final class EvenGrid {
  /** Points per second. */
  public static final double HZ = 30;

  private EvenGrid() {}

  /**
   * The samples on the grid; its last point is the time of the last sample.
   *
   * @param seconds time of each sample, strictly rising; at least two
   * @throws org.apache.commons.math3.exception.NonMonotonicSequenceException if the times do not
   *     rise
   */
  public static double[] of(double[] seconds, double[] samples) {
    MathArrays.checkOrder(seconds);
    double last = seconds[seconds.length - 1];
    double[] at = new double[(int) ((last - seconds[0]) * HZ) + 1];
    for (int i = 0; i < at.length; i++) {
      at[i] = Math.max(seconds[0], last - (at.length - 1 - i) / HZ);
    }
    return Interpolation.of(seconds, samples, at);
  }

  /** The samples of an even wave without their mean, weighted with a Hann window. */
  public static double[] weighted(double[] even) {
    double mean = StatUtils.mean(even);
    double[] weighted = new double[even.length];
    for (int i = 0; i < even.length; i++) {
      weighted[i] = (even[i] - mean) * hann(i, even.length);
    }
    return weighted;
  }

  /** The Hann window at sample {@code i} of {@code count}. */
  public static double hann(int i, int count) {
    return 0.5 - 0.5 * Math.cos(2 * Math.PI * i / (count - 1));
  }
}
