package io.facephys.engine.signal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;

/** How alike two waves of the same length are; a constant wave is like none: 0. */
public final class WaveCorrelation {
  private WaveCorrelation() {}

  /**
   * The best lag and Pearson's r there.
   *
   * @param samples how many samples the wave is behind the truth
   */
  public record Lag(int samples, double r) {}

  /** Pearson's r. */
  public static double pearson(double[] wave, double[] truth) {
    return dot(standardised(wave), standardised(truth), 0);
  }

  /** The lag of at most {@code most} samples, to either side, with the highest Pearson's r. */
  public static Lag best(double[] wave, double[] truth, int most) {
    return IntStream.rangeClosed(-most, most)
        .mapToObj(lag -> new Lag(lag, pearsonAt(wave, truth, lag)))
        .max(Comparator.comparingDouble(Lag::r))
        .orElseThrow();
  }

  /**
   * Maximum amplitude of cross-correlation: the greatest |r| at any lag, the truth going round
   * ({@code _compute_macc} in evaluation/post_process.py of rPPG-Toolbox).
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

  /** Sum of products, {@code right} rolled to the right by {@code lag}. */
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
