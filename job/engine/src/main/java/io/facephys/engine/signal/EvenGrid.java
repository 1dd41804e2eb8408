package io.facephys.engine.signal;

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
}
