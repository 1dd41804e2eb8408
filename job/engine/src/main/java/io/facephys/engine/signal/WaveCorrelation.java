package io.facephys.engine.signal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;

/** Similarity of two waves of the same length; 0 if one of them is constant. */
public final class WaveCorrelation {
  private WaveCorrelation() {}

  /**
   * A lag, and Pearson's r at that lag.
   *
   * @param samples by how many samples the wave lags behind the truth
   */
  public record Lag(int samples, double r) {}

  /** Pearson's r. */
  public static double pearson(double[] wave, double[] truth) {
    return dot(standardised(wave), standardised(truth), 0);
  }

  /**
   * The lag with the highest Pearson's r, of at most {@code maxLag} samples in either direction.
   */
  public static Lag best(double[] wave, double[] truth, int maxLag) {
    return IntStream.rangeClosed(-maxLag, maxLag)
        .mapToObj(lag -> new Lag(lag, pearsonAt(wave, truth, lag)))
        .max(Comparator.comparingDouble(Lag::r))
        .orElseThrow();
  }

  /** The largest |r| at a lag of at most {@code maxLag} samples in either direction. */
  public static double strongest(double[] wave, double[] truth, int maxLag) {
    return IntStream.rangeClosed(-maxLag, maxLag)
        .mapToDouble(lag -> Math.abs(pearsonAt(wave, truth, lag)))
        .max()
        .orElseThrow();
  }

  /**
   * Maximum amplitude of cross-correlation: the largest |r| at any lag, with the truth shifted
   * circularly ({@code _compute_macc} in evaluation/post_process.py of rPPG-Toolbox).
   */
  public static double macc(double[] wave, double[] truth) {
    double[] left = standardised(wave);
    double[] right = standardised(truth);
    return IntStream.range(0, wave.length - 1)
        .mapToDouble(lag -> Math.abs(dot(left, right, lag)))
        .max()
        .orElseThrow();
  }

  private static double pearsonAt(double[] wave, double[] truth, int lag) {
    int overlap = wave.length - Math.abs(lag);
    int waveFrom = Math.max(0, lag);
    int truthFrom = Math.max(0, -lag);
    return pearson(
        Arrays.copyOfRange(wave, waveFrom, waveFrom + overlap),
        Arrays.copyOfRange(truth, truthFrom, truthFrom + overlap));
  }

  /** Sum of products, with {@code right} shifted circularly by {@code lag}. */
  private static double dot(double[] left, double[] right, int lag) {
    double sum = 0;
    for (int i = 0; i < left.length; i++) {
      sum += left[i] * right[i < lag ? i - lag + right.length : i - lag];
    }
    return sum;
  }

  /** Mean 0 and sum of squares 1, or all 0. */
  private static double[] standardised(double[] wave) {
    double mean = StatUtils.mean(wave);
    double norm = Math.sqrt(Arrays.stream(wave).map(x -> (x - mean) * (x - mean)).sum());
    return Arrays.stream(wave).map(x -> norm == 0 ? 0 : (x - mean) / norm).toArray();
  }
}
