package io.facephys.engine.signal;

import java.util.Arrays;

/**
 * The smooth trend of a wave: z that solves (I + {@value #LAMBDA}^2 D'D) z = x, where D takes
 * second differences (Tarvainen et al., An advanced detrending method with application to HRV
 * analysis, 2002).
 */
final class SmoothTrend {
  private static final double LAMBDA = 100;

  // First the matrix, then its factors L D L': the diagonal and the two diagonals below it. The
  // matrix is symmetric and positive definite, so no pivoting is needed.
  private final double[] diagonal;
  private final double[] first;
  private final double[] second;

  private SmoothTrend(int size) {
    diagonal = new double[size];
    first = new double[size];
    second = new double[size];
  }

  /** The wave without its trend. */
  static double[] removed(double[] wave) {
    SmoothTrend trend = new SmoothTrend(wave.length);
    trend.fill();
    trend.factorise();
    double[] smooth = trend.solve(wave);
    double[] rest = new double[wave.length];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = wave[i] - smooth[i];
    }
    return rest;
  }

  private void fill() {
    double weight = LAMBDA * LAMBDA;
    Arrays.fill(diagonal, 1);
    for (int i = 0; i + 2 < diagonal.length; i++) {
      diagonal[i] += weight;
      diagonal[i + 1] += 4 * weight;
      diagonal[i + 2] += weight;
      first[i] -= 2 * weight;
      first[i + 1] -= 2 * weight;
      second[i] += weight;
    }
  }

  private void factorise() {
    for (int i = 0; i < diagonal.length; i++) {
      if (i >= 2) {
        diagonal[i] -= diagonal[i - 2] * second[i - 2] * second[i - 2];
      }
      if (i >= 1) {
        diagonal[i] -= diagonal[i - 1] * first[i - 1] * first[i - 1];
        first[i] -= diagonal[i - 1] * first[i - 1] * second[i - 1];
      }
      first[i] /= diagonal[i];
      second[i] /= diagonal[i];
    }
  }

  private double[] solve(double[] right) {
    double[] x = right.clone();
    for (int i = 1; i < x.length; i++) {
      x[i] -= first[i - 1] * x[i - 1] + (i >= 2 ? second[i - 2] * x[i - 2] : 0);
    }
    for (int i = x.length - 1; i >= 0; i--) {
      x[i] /= diagonal[i];
      x[i] -= i + 1 < x.length ? first[i] * x[i + 1] : 0;
      x[i] -= i + 2 < x.length ? second[i] * x[i + 2] : 0;
    }
    return x;
  }
}
