package io.facephys.engine.signal;

import org.apache.commons.math3.analysis.interpolation.LinearInterpolator;
import org.apache.commons.math3.analysis.polynomials.PolynomialSplineFunction;

/** Samples of uneven times on an even grid of {@value #HZ} Hz, straight lines between them. */
public final class EvenGrid {
  /** Points a second. */
  public static final double HZ = 30;

  private EvenGrid() {}

  /**
   * The samples on the grid, whose last point is the last sample.
   *
   * @param seconds time of each sample, strictly rising; two at least
   * @throws org.apache.commons.math3.exception.NonMonotonicSequenceException if the times do not
   *     rise
   */
  public static double[] of(double[] seconds, double[] samples) {
    PolynomialSplineFunction curve = new LinearInterpolator().interpolate(seconds, samples);
    double last = seconds[seconds.length - 1];
    double[] even = new double[(int) ((last - seconds[0]) * HZ) + 1];
    for (int i = 0; i < even.length; i++) {
      even[i] = curve.value(Math.max(seconds[0], last - (even.length - 1 - i) / HZ));
    }
    return even;
  }
}
