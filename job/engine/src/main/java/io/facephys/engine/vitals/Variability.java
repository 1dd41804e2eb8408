package io.facephys.engine.vitals;

import static io.facephys.engine.PulseRules.MICROS_PER_SECOND;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.jspecify.annotations.Nullable;

/**
 * Variability of the intervals between beats. RMSSD and pNN50 are of the last {@value
 * #SHORT_SECONDS} s, SDNN of the last {@value #LONG_SECONDS} s; each needs at least half of that.
 *
 * <p>Noise moves peaks. How far is seen by how unlike the beats are: the variance of a beat's time
 * grows with what its shape does not share with the mean shape. That variance is taken off, and
 * where it is too large, or larger than what is measured, there is no value.
 *
 * <p>An interval counts if a second detector found both of its beats and if it lies within 30 % of
 * the mean interval (at least 300 ms), as in HeartPy. Differences are of intervals that follow each
 * other.
 *
 * @param rmssdMillis RMSSD, without what the error of the beats' times adds
 * @param rmssdRawMillis RMSSD with that error; null without {@code rmssdMillis}
 * @param pnn50Percent share of differences above 50 ms; null without {@code rmssdMillis}
 * @param sdnnMillis standard deviation, n - 1, less what the error of the beats' times adds
 * @param beats how many beats the first three values rest on
 */
public record Variability(
    Reading rmssdMillis,
    @Nullable Double rmssdRawMillis,
    @Nullable Double pnn50Percent,
    Reading sdnnMillis,
    int beats) {
  static final int SHORT_SECONDS = 60;
  static final int LONG_SECONDS = 120;

  /** Share of the time from the first beat to the last that intervals that count must cover. */
  static final double MIN_USED = 0.8;

  /**
   * By how much the beats' span may be shorter than what is needed: the first and the last beat lie
   * inside the window, each up to an interval and a half; three intervals of 45 bpm.
   */
  static final int MAX_EDGES_SECONDS = 4;

  // Chosen on painted clips; weights/README.md has what they give on others.
  private static final double UNLIKE_VARIANCE = 16_500; // ms squared, at a correlation of 0
  private static final double MAX_TIME_VARIANCE = 1600.0 / 6; // 40 ms of RMSSD

  private static final double OUTLIER = 0.3; // of the mean interval
  private static final double MIN_OUTLIER_MILLIS = 300;

  static Variability absent(AbsentReason reason) {
    return new Variability(Reading.absent(reason), null, null, Reading.absent(reason), 0);
  }

  /** Computes the variability at a time from a camera's beats, which are in order. */
  static Variability of(List<Beat> beats, long nowMicros) {
    List<Beat> recent = since(beats, nowMicros - SHORT_SECONDS * MICROS_PER_SECOND);
    List<Beat> longer = since(beats, nowMicros - LONG_SECONDS * MICROS_PER_SECOND);
    Reading sdnn = sdnn(longer);
    AbsentReason reason = unusable(recent, intervals(recent), SHORT_SECONDS / 2);
    double[] differences = reason == null ? differences(recent) : new double[0];
    if (reason == null && differences.length < 2) {
      reason = AbsentReason.TOO_SHORT;
    }
    if (reason != null) {
      return new Variability(Reading.absent(reason), null, null, sdnn, recent.size());
    }
    double square = StatUtils.sumSq(differences) / differences.length;
    // A difference of two intervals has the middle beat's error twice: 1 + 4 + 1.
    Reading rmssd = without(6, square, recent);
    if (!rmssd.isPresent()) {
      return new Variability(rmssd, null, null, sdnn, recent.size());
    }
    long above = Arrays.stream(differences).filter(millis -> Math.abs(millis) > 50).count();
    return new Variability(
        rmssd, Math.sqrt(square), 100.0 * above / differences.length, sdnn, recent.size());
  }

  /** The root of a measured variance without so many times that of the beats' times. */
  private static Reading without(int times, double variance, List<Beat> beats) {
    double ofTimes = timeVariance(beats);
    return ofTimes <= MAX_TIME_VARIANCE && times * ofTimes < variance
        ? Reading.of(Math.sqrt(variance - times * ofTimes))
        : Reading.absent(AbsentReason.BEAT_TIMES_UNCERTAIN);
  }

  /** Variance of the beats' times, ms squared; NaN while there is no mean shape. */
  private static double timeVariance(List<Beat> beats) {
    double mean = meanOfAll(beats);
    double likeness =
        IntStream.range(1, beats.size())
            .filter(i -> counts(beats, i, mean))
            .mapToDouble(i -> beats.get(i).templateCorrelation())
            .filter(Double::isFinite)
            .average()
            .orElse(Double.NaN);
    return UNLIKE_VARIANCE * (1 - likeness);
  }

  /** Mean of the intervals that count, milliseconds; NaN if there are fewer than three. */
  static double meanIntervalMillis(List<Beat> beats) {
    double[] used = intervals(beats);
    return used.length < 3 ? Double.NaN : StatUtils.mean(used);
  }

  /**
   * How much an interval differs from the one before it: median of the absolute logarithm of their
   * ratio; NaN if no two intervals follow each other.
   */
  static double unsteadiness(List<Beat> beats) {
    double[] changes =
        IntStream.range(1, beats.size())
            .filter(i -> beats.get(i - 1).hasInterval() && beats.get(i).hasInterval())
            .mapToDouble(
                i -> Math.log(beats.get(i).intervalMillis() / beats.get(i - 1).intervalMillis()))
            .map(Math::abs)
            .toArray();
    return StatUtils.percentile(changes, 50);
  }

  private static Reading sdnn(List<Beat> beats) {
    double[] used = intervals(beats);
    AbsentReason reason = unusable(beats, used, LONG_SECONDS / 2);
    if (reason != null) {
      return Reading.absent(reason);
    }
    return without(2, StatUtils.variance(used), beats); // an interval has two beats
  }

  private static @Nullable AbsentReason unusable(List<Beat> beats, double[] used, int minSeconds) {
    if (beats.size() < 4) {
      return AbsentReason.TOO_SHORT;
    }
    double spanMillis =
        (beats.get(beats.size() - 1).timeMicros() - beats.get(0).timeMicros()) / 1000.0;
    if (spanMillis < 1000 * (minSeconds - MAX_EDGES_SECONDS)) {
      return AbsentReason.TOO_SHORT;
    }
    return used.length < 3 || StatUtils.sum(used) < MIN_USED * spanMillis
        ? AbsentReason.LOW_QUALITY
        : null;
  }

  private static double[] intervals(List<Beat> beats) {
    double mean = meanOfAll(beats);
    return IntStream.range(1, beats.size())
        .filter(i -> counts(beats, i, mean))
        .mapToDouble(i -> beats.get(i).intervalMillis())
        .toArray();
  }

  private static double[] differences(List<Beat> beats) {
    double mean = meanOfAll(beats);
    return IntStream.range(2, beats.size())
        .filter(i -> counts(beats, i - 1, mean) && counts(beats, i, mean))
        .mapToDouble(i -> beats.get(i).intervalMillis() - beats.get(i - 1).intervalMillis())
        .toArray();
  }

  private static boolean counts(List<Beat> beats, int i, double meanMillis) {
    Beat beat = beats.get(i);
    double bound = Math.max(MIN_OUTLIER_MILLIS, OUTLIER * meanMillis);
    return beat.hasInterval()
        && beat.confirmed()
        && beats.get(i - 1).confirmed()
        && Math.abs(beat.intervalMillis() - meanMillis) <= bound;
  }

  private static double meanOfAll(List<Beat> beats) {
    return beats.stream()
        .skip(1)
        .filter(Beat::hasInterval)
        .mapToDouble(Beat::intervalMillis)
        .average()
        .orElse(Double.NaN);
  }

  /** The beats later than {@code micros}, of beats in order. */
  static List<Beat> since(List<Beat> beats, long micros) {
    int from = beats.size();
    while (from > 0 && beats.get(from - 1).timeMicros() > micros) {
      from--;
    }
    return beats.subList(from, beats.size());
  }
}
