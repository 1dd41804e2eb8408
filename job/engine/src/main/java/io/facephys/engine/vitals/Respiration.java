package io.facephys.engine.vitals;

import static io.facephys.engine.PulseRules.MICROS_PER_SECOND;

import io.facephys.engine.PulseRules;
import io.facephys.engine.signal.EvenGrid;
import io.facephys.engine.signal.Interpolation;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * Respiration rate from the three ways in which breathing modulates a pulse wave: its baseline, its
 * amplitude and its frequency. There is a rate where the three agree (Karlen et al., Multiparameter
 * Respiratory Rate Estimation from the Photoplethysmogram, 2013).
 */
final class Respiration {
  static final int SECONDS = 60;
  private static final int MIN_SECONDS = 30;
  private static final int MIN_BEATS = 8; // chosen on painted clips
  private static final double MAX_SPREAD_PER_MINUTE = 4; // standard deviation, as in the paper
  private static final double MIN_HZ = 0.1; // 6 breaths a minute
  private static final double STEP_HZ = 0.002;
  private static final int FREQUENCIES = 150; // below 0.4 Hz, 24 breaths a minute
  private static final double GRID_HZ = 4;
  private static final double[] TWICE_COSINES =
      IntStream.range(0, FREQUENCIES)
          .mapToDouble(i -> Goertzel.twiceCosine(hz(i), GRID_HZ))
          .toArray();

  private Respiration() {}

  /** Breaths a minute from the beats of the last {@value #SECONDS} s. */
  static Reading of(List<Beat> all, long nowMicros) {
    List<Beat> beats =
        Variability.since(all, nowMicros - SECONDS * MICROS_PER_SECOND).stream()
            .filter(Beat::hasInterval)
            .toList();
    if (beats.size() < MIN_BEATS) {
      return Reading.absent(AbsentReason.TOO_SHORT);
    }
    double span =
        PulseRules.seconds(beats.get(beats.size() - 1).timeMicros() - beats.get(0).timeMicros());
    if (span < MIN_SECONDS - Variability.MAX_EDGES_SECONDS) {
      return Reading.absent(AbsentReason.TOO_SHORT);
    }
    if (beats.stream().mapToDouble(Beat::intervalMillis).sum()
        < 1000 * Variability.MIN_USED * span) {
      return Reading.absent(AbsentReason.LOW_COVERAGE);
    }
    double[] rates = {
      rate(beats, b -> (b.peak() + b.trough()) / 2),
      rate(beats, b -> b.peak() - b.trough()),
      rate(beats, Beat::intervalMillis)
    };
    return Math.sqrt(StatUtils.variance(rates)) > MAX_SPREAD_PER_MINUTE
        ? Reading.absent(AbsentReason.RATES_DISAGREE)
        : Reading.of(StatUtils.mean(rates));
  }

  /** The strongest frequency of a modulation, breaths a minute. */
  private static double rate(List<Beat> beats, ToDoubleFunction<Beat> modulation) {
    long first = beats.get(0).timeMicros();
    double[] seconds =
        beats.stream().mapToDouble(b -> PulseRules.seconds(b.timeMicros() - first)).toArray();
    double[] even = even(seconds, beats.stream().mapToDouble(modulation).toArray());
    Goertzel transform = new Goertzel(even, TWICE_COSINES);
    int best = 0;
    for (int i = 1; i < FREQUENCIES; i++) {
      best = transform.power(i) > transform.power(best) ? i : best;
    }
    return 60 * hz(best);
  }

  private static double hz(int i) {
    return MIN_HZ + STEP_HZ * i;
  }

  /** A modulation on an even grid, without its linear trend, Hann-weighted. */
  private static double[] even(double[] seconds, double[] values) {
    SimpleRegression line = new SimpleRegression();
    for (int i = 0; i < seconds.length; i++) {
      line.addData(seconds[i], values[i]);
    }
    double[] at = new double[(int) (seconds[seconds.length - 1] * GRID_HZ) + 1];
    Arrays.setAll(at, i -> i / GRID_HZ);
    double[] even = Interpolation.of(seconds, values, at);
    for (int i = 0; i < even.length; i++) {
      even[i] = (even[i] - line.predict(at[i])) * EvenGrid.hann(i, even.length);
    }
    return even;
  }
}
