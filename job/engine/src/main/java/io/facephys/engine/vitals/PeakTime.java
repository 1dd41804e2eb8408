package io.facephys.engine.vitals;

import java.util.Arrays;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.QRDecomposition;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.linear.SingularMatrixException;

/**
 * When a wave is highest, between its samples: the vertex of the parabola that fits the samples
 * around a peak best.
 *
 * @param seconds time of the vertex
 * @param errorSeconds its standard error, from what the parabola leaves over
 */
record PeakTime(double seconds, double errorSeconds) {
  private static final double HALF_WIDTH_SECONDS = 0.12; // chosen on painted clips
  private static final int MIN_SAMPLES = 5;

  /** The peak near sample {@code index}. */
  static PeakTime near(double[] seconds, double[] wave, int index) {
    int from = index;
    int to = index + 1;
    while (from > 0
        && (seconds[index] - seconds[from - 1] <= HALF_WIDTH_SECONDS || to - from < 3)) {
      from--;
    }
    while (to < wave.length
        && (seconds[to] - seconds[index] <= HALF_WIDTH_SECONDS || to - from < MIN_SAMPLES)) {
      to++;
    }
    double unknown = (seconds[to - 1] - seconds[from]) / (to - from - 1) / Math.sqrt(12);
    PeakTime sample = new PeakTime(seconds[index], unknown);
    return to - from < MIN_SAMPLES ? sample : fitted(seconds, wave, index, from, to, sample);
  }

  private static PeakTime fitted(
      double[] seconds, double[] wave, int index, int from, int to, PeakTime otherwise) {
    RealMatrix powers = MatrixUtils.createRealMatrix(to - from, 3);
    for (int i = from; i < to; i++) {
      double at = seconds[i] - seconds[index];
      powers.setRow(i - from, new double[] {1, at, at * at});
    }
    RealVector values = MatrixUtils.createRealVector(Arrays.copyOfRange(wave, from, to));
    try {
      RealVector fit = new QRDecomposition(powers).getSolver().solve(values);
      double slope = fit.getEntry(1);
      double curvature = fit.getEntry(2);
      double vertex = -slope / (2 * curvature);
      if (!(curvature < 0) || Math.abs(vertex) > HALF_WIDTH_SECONDS) {
        return otherwise;
      }
      RealVector rest = values.subtract(powers.operate(fit));
      double variance = rest.dotProduct(rest) / (to - from - 3);
      RealVector gradient =
          MatrixUtils.createRealVector(
              new double[] {0, -1 / (2 * curvature), slope / (2 * curvature * curvature)});
      RealMatrix inverse = MatrixUtils.inverse(powers.transpose().multiply(powers));
      double error = Math.sqrt(variance * gradient.dotProduct(inverse.operate(gradient)));
      return new PeakTime(seconds[index] + vertex, error);
    } catch (SingularMatrixException e) {
      return otherwise;
    }
  }
}
