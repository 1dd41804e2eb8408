package io.facephys.engine.onnx;

import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;

/** Similarity of two waves. */
final class Waves {
  private Waves() {}

  /** Pearson's r. */
  static double correlation(float[] a, float[] b) {
    return new PearsonsCorrelation().correlation(doubles(a), doubles(b));
  }

  private static double[] doubles(float[] wave) {
    return IntStream.range(0, wave.length).mapToDouble(i -> wave[i]).toArray();
  }
}
