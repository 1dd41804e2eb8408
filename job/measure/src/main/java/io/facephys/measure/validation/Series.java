package io.facephys.measure.validation;

import io.facephys.engine.signal.EvenGrid;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * Samples at even times; NaN where there is none.
 *
 * @param start time of the first one, seconds
 * @param hz samples a second
 */
record Series(double start, double hz, double[] values) {
  /** A wave on one grid; the pieces' own grids are moved by at most half a sample. */
  static Series of(Wave wave) {
    List<Wave.Piece> pieces = wave.pieces();
    double start = pieces.stream().mapToDouble(Wave.Piece::start).min().orElse(0);
    double end =
        pieces.stream().mapToDouble(piece -> piece.at(piece.band().length - 1.0)).max().orElse(0);
    double[] values = new double[(int) Math.round((end - start) * EvenGrid.HZ) + 1];
    Arrays.fill(values, Double.NaN);
    for (Wave.Piece piece : pieces) {
      int from = (int) Math.round((piece.start() - start) * EvenGrid.HZ);
      int count = Math.min(piece.band().length, values.length - from);
      System.arraycopy(piece.band(), 0, values, from, count);
    }
    return new Series(start, EvenGrid.HZ, values);
  }

  /** A function of time; it may be NaN. */
  static Series of(double start, double end, double hz, DoubleUnaryOperator value) {
    double[] values = new double[Math.max(0, (int) ((end - start) * hz) + 1)];
    Arrays.setAll(values, i -> value.applyAsDouble(start + i / hz));
    return new Series(start, hz, values);
  }

  /** How long it is. */
  double seconds() {
    return (values.length - 1) / hz;
  }

  /**
   * Pearson's r with another series that is moved by whole samples.
   *
   * @param shift the other's sample 0 comes to lie on this one's sample {@code shift}
   * @param minSamples NaN if fewer samples of both meet
   */
  double correlation(Series other, int shift, int minSamples) {
    int from = Math.max(0, shift);
    int to = Math.min(values.length, shift + other.values.length);
    double count = 0;
    double x = 0;
    double y = 0;
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int i = from; i < to; i++) {
      double a = values[i];
      double b = other.values[i - shift];
      double product = a * b;
      if (!Double.isNaN(product)) {
        count++;
        x += a;
        y += b;
        xx += a * a;
        yy += b * b;
        xy += product;
      }
    }
    double scale = Math.sqrt((xx - x * x / count) * (yy - y * y / count));
    return count < minSamples || !(scale > 0) ? Double.NaN : (xy - x * y / count) / scale;
  }
}
