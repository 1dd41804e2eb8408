package io.facephys.engine.experiment;

import java.util.Arrays;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;

/**
 * How closely a wave follows a reference in the {@value #SECONDS} s after a gap.
 *
 * @param firstSecond Pearson's r from 0 to 1 s
 * @param secondSecond from 1 to 2 s
 * @param rest from 2 to 5 s
 * @param whole from 0 to 5 s
 * @param largestError largest difference from the reference, in standard deviations of the
 *     reference
 * @param recoveredAfter seconds after which every window of {@value #WINDOW_SECONDS} s has r of at
 *     least {@value #FOLLOWS}; infinite if the last window does not
 */
record Recovery(
    double firstSecond,
    double secondSecond,
    double rest,
    double whole,
    double largestError,
    double recoveredAfter) {
  static final double SECONDS = 5;
  private static final double WINDOW_SECONDS = 2;
  private static final double FOLLOWS = 0.9;

  /**
   * Compares two waves.
   *
   * @param seconds time of each sample, from 0 to at least {@value #SECONDS}
   */
  static Recovery of(double[] seconds, double[] wave, double[] reference) {
    double recovered = Double.POSITIVE_INFINITY;
    for (int i = seconds.length - 1; i >= 0; i--) {
      double start = seconds[i];
      if (start <= SECONDS - WINDOW_SECONDS) {
        if (!(r(start, start + WINDOW_SECONDS, seconds, wave, reference) >= FOLLOWS)) {
          break;
        }
        recovered = start;
      }
    }
    return new Recovery(
        r(0, 1, seconds, wave, reference),
        r(1, 2, seconds, wave, reference),
        r(2, SECONDS, seconds, wave, reference),
        r(0, SECONDS, seconds, wave, reference),
        largestError(seconds, wave, reference),
        recovered);
  }

  private static double r(
      double from, double to, double[] seconds, double[] wave, double[] reference) {
    int start = firstAtOrAfter(from, seconds);
    int end = firstAtOrAfter(to, seconds);
    return new PearsonsCorrelation()
        .correlation(
            Arrays.copyOfRange(wave, start, end), Arrays.copyOfRange(reference, start, end));
  }

  private static double largestError(double[] seconds, double[] wave, double[] reference) {
    int end = firstAtOrAfter(SECONDS, seconds);
    double largest = 0;
    for (int i = 0; i < end; i++) {
      largest = Math.max(largest, Math.abs(wave[i] - reference[i]));
    }
    return largest / Math.sqrt(StatUtils.variance(reference, 0, end));
  }

  private static int firstAtOrAfter(double second, double[] seconds) {
    int i = 0;
    while (i < seconds.length && seconds[i] < second) {
      i++;
    }
    return i;
  }
}
