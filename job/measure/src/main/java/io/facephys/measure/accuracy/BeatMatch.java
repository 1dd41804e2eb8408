package io.facephys.measure.accuracy;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.stat.StatUtils;

/**
 * How beats that were found compare with true ones. A constant lag is no error: cameras, sensors
 * and the pulse's way have one.
 *
 * @param lagSeconds median of how far the found beats are behind, of those less than 0.3 s away
 * @param found how many beats were found
 * @param truth how many there are
 * @param errorsSeconds of each found beat within 150 ms of a true one, without the lag
 */
public record BeatMatch(double lagSeconds, int found, int truth, double[] errorsSeconds) {
  private static final double MATCH_SECONDS = 0.15;

  /** Beats farther apart are not taken for the same one. */
  public static final double MAX_LAG_SECONDS = 0.3;

  private static final double DEVIATION_PER_MEDIAN = 1.4826; // of a normal distribution

  /** Compares times, seconds, each rising. */
  public static BeatMatch of(double[] found, double[] truth) {
    double[] offsets = Arrays.stream(found).map(beat -> offset(beat, truth)).toArray();
    double[] near =
        Arrays.stream(offsets).filter(offset -> Math.abs(offset) <= MAX_LAG_SECONDS).toArray();
    double lag = near.length == 0 ? 0 : StatUtils.percentile(near, 50);
    double[] errors =
        Arrays.stream(offsets)
            .map(offset -> offset - lag)
            .filter(error -> Math.abs(error) <= MATCH_SECONDS)
            .toArray();
    return new BeatMatch(lag, found.length, truth.length, errors);
  }

  /** Those of several recordings as one; the lag is the median of theirs. */
  public static BeatMatch joined(List<BeatMatch> matches) {
    return new BeatMatch(
        StatUtils.percentile(matches.stream().mapToDouble(BeatMatch::lagSeconds).toArray(), 50),
        matches.stream().mapToInt(BeatMatch::found).sum(),
        matches.stream().mapToInt(BeatMatch::truth).sum(),
        matches.stream().flatMapToDouble(match -> Arrays.stream(match.errorsSeconds)).toArray());
  }

  /** How many found beats are within 150 ms of a true one. */
  public int matched() {
    return errorsSeconds.length;
  }

  /** Harmonic mean of the shares of found and of true beats that match; NaN without beats. */
  public double f1() {
    return 2.0 * matched() / (found + truth);
  }

  /**
   * Robust standard deviation of the errors: 1.4826 times the median distance from their median.
   */
  public double spreadSeconds() {
    double median = StatUtils.percentile(errorsSeconds, 50);
    double[] distances = Arrays.stream(errorsSeconds).map(e -> Math.abs(e - median)).toArray();
    return DEVIATION_PER_MEDIAN * StatUtils.percentile(distances, 50);
  }

  /** How far a beat is behind the nearest true one; infinite if there is none. */
  private static double offset(double beat, double[] truth) {
    double nearest = Double.POSITIVE_INFINITY;
    for (double time : truth) {
      nearest = Math.abs(beat - time) < Math.abs(nearest) ? beat - time : nearest;
    }
    return nearest;
  }
}
