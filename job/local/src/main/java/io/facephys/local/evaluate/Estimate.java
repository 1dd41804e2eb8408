package io.facephys.local.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A measure with what is known of its error.
 *
 * @param low lower end of the 95 % interval: bootstrap over clips, percentiles
 * @param high its upper end
 * @param bySeed the measure of each seed alone
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record Estimate(double value, double low, double high, double[] bySeed) {
  private static final int RESAMPLES = 2000;
  private static final long RANDOM_SEED = 1;

  /**
   * The measure of groups of clips.
   *
   * @param groups a number a clip, in each group that is drawn from by itself
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

  /** As many numbers as there are, each drawn from all. */
  private static double[] draw(double[] group, SplittableRandom random) {
    double[] drawn = new double[group.length];
    Arrays.setAll(drawn, i -> group[random.nextInt(group.length)]);
    return drawn;
  }

  /** The value and its interval; of one clip there is none. */
  String text(int decimals) {
    String number = "%." + decimals + "f";
    String interval = low == high ? "" : " [" + number + ", " + number + "]";
    return (number + interval).formatted(value, low, high);
  }

  /** The values of the seeds, one after the other. */
  String bySeedText(int decimals) {
    return Arrays.stream(bySeed)
        .mapToObj(("%." + decimals + "f")::formatted)
        .collect(Collectors.joining(" "));
  }
}
