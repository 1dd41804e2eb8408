package io.facephys.measure.accuracy;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A measure with its 95 % interval.
 *
 * @param low lower end of the 95 % interval: bootstrap over clips, percentiles
 * @param high its upper end
 * @param bySeed the measure of each seed alone
 */
public record Estimate(double value, double low, double high, double[] bySeed) {
  private static final int RESAMPLES = 2000;
  private static final long RANDOM_SEED = 1;

  /**
   * Estimates a measure and its interval.
   *
   * @param groups one number per clip; each group is resampled by itself
   */
  static Estimate of(
      List<double[]> groups, ToDoubleFunction<List<double[]>> measure, double[] bySeed) {
    SplittableRandom random = new SplittableRandom(RANDOM_SEED);
    double[] drawn = new double[RESAMPLES];
    Arrays.setAll(
        drawn,
        i -> measure.applyAsDouble(groups.stream().map(group -> draw(group, random)).toList()));
    return new Estimate(
        measure.applyAsDouble(groups),
        StatUtils.percentile(drawn, 2.5),
        StatUtils.percentile(drawn, 97.5),
        bySeed);
  }

  /** A resample of the same size, drawn with replacement. */
  private static double[] draw(double[] group, SplittableRandom random) {
    double[] drawn = new double[group.length];
    Arrays.setAll(drawn, i -> group[random.nextInt(group.length)]);
    return drawn;
  }

  /** The value and its interval; a single clip has no interval. */
  public String text(int decimals) {
    String number = "%." + decimals + "f";
    String interval = low == high || Double.isNaN(low) ? "" : " [" + number + ", " + number + "]";
    return (number + interval).formatted(value, low, high);
  }

  /** The value of each seed, separated by spaces. */
  String bySeedText(int decimals) {
    return Arrays.stream(bySeed)
        .mapToObj(("%." + decimals + "f")::formatted)
        .collect(Collectors.joining(" "));
  }
}
