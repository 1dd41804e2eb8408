package io.facephys.engine.vitals;

import static io.facephys.engine.PulseRules.MICROS_PER_SECOND;

import io.facephys.engine.PulseRules;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * Respiration rate from the three ways in which breathing modulates a pulse wave: its baseline, its
 * amplitude and its frequency. There is a rate where the strongest frequencies of the three agree,
 * as in Karlen et al., Multiparameter Respiratory Rate Estimation from the Photoplethysmogram,
 * 2013, and where it stands out from the others.
 *
 * <p>Beats see breathing only once a beat: a rate {@code f} and the beat rate less {@code f} look
 * alike, unless the beats come at uneven times. So nobody is thought to breathe more than {@value
 * #MAX_PER_BEAT} times a beat, and where both are possible and look alike there is no rate.
 */
final class Respiration {
  static final int SECONDS = 60;
  private static final int MIN_SECONDS = 30;
  private static final int MIN_BEATS = 8; // chosen on painted clips
  private static final double MIN_PER_MINUTE = 6;
  private static final double MAX_PER_MINUTE = 45;
  private static final double MAX_PER_BEAT = 0.6;

  // The grid is wider than the band: the flank of what lies outside has its maximum there.
  private static final double GRID_START = 4;
  private static final double GRID_STEP = 0.25;

  // Chosen on beats that a program made: at most 2 in 100 without breathing have a rate.
  private static final double NEAR_PER_MINUTE = 2;
  private static final double MIN_SHARE = 0.25;
  private static final double MAX_ALIAS = 0.8;

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
    double intervals = beats.stream().mapToDouble(Beat::intervalMillis).sum();
    if (intervals < 1000 * Variability.MIN_USED * span) {
      return Reading.absent(AbsentReason.LOW_COVERAGE);
    }
    return rate(beats, 60_000 * beats.size() / intervals);
  }

  private static Reading rate(List<Beat> beats, double beatsPerMinute) {
    double max = Math.min(MAX_PER_MINUTE, MAX_PER_BEAT * beatsPerMinute);
    double gridEnd = max + NEAR_PER_MINUTE;
    double[][] spectra = spectra(beats, 1 + (int) ((gridEnd - GRID_START) / GRID_STEP));
    double[] mean = mean(spectra);
    int best = strongest(mean);
    double rate = perMinute(best);
    if (rate < MIN_PER_MINUTE || rate > max || shareNear(mean, best) < MIN_SHARE) {
      return Reading.absent(AbsentReason.LOW_QUALITY);
    }
    boolean agree =
        Arrays.stream(spectra)
            .allMatch(one -> Math.abs(perMinute(strongest(one)) - rate) <= NEAR_PER_MINUTE);
    return agree && !hasAlias(mean, best, beatsPerMinute)
        ? Reading.of(rate)
        : Reading.absent(AbsentReason.RATES_DISAGREE);
  }

  /** Whether the rate that looks alike is possible and as strong. */
  private static boolean hasAlias(double[] power, int best, double beatsPerMinute) {
    double alias = beatsPerMinute - perMinute(best);
    int index = (int) Math.round((alias - GRID_START) / GRID_STEP);
    return alias >= MIN_PER_MINUTE
        && index < power.length
        && Math.abs(alias - perMinute(best)) > NEAR_PER_MINUTE
        && power[index] > MAX_ALIAS * power[best];
  }

  private static double perMinute(int index) {
    return GRID_START + GRID_STEP * index;
  }

  private static int strongest(double[] power) {
    int best = 0;
    for (int i = 1; i < power.length; i++) {
      best = power[i] > power[best] ? i : best;
    }
    return best;
  }

  /** Share of the power that is near a frequency. */
  private static double shareNear(double[] power, int best) {
    int width = (int) (NEAR_PER_MINUTE / GRID_STEP);
    return Arrays.stream(power, Math.max(0, best - width), Math.min(power.length, best + width + 1))
            .sum()
        / Arrays.stream(power).sum();
  }

  private static double[] mean(double[][] spectra) {
    return IntStream.range(0, spectra[0].length)
        .mapToDouble(i -> Arrays.stream(spectra).mapToDouble(one -> one[i]).average().orElseThrow())
        .toArray();
  }

  /** The power of each modulation on the grid of frequencies, of sum 1. */
  private static double[][] spectra(List<Beat> beats, int frequencies) {
    long first = beats.get(0).timeMicros();
    double[] minutes =
        beats.stream().mapToDouble(b -> PulseRules.seconds(b.timeMicros() - first) / 60).toArray();
    double[][] values = {
      beats.stream().mapToDouble(b -> (b.peak() + b.trough()) / 2).toArray(),
      beats.stream().mapToDouble(b -> b.peak() - b.trough()).toArray(),
      beats.stream().mapToDouble(Beat::intervalMillis).toArray()
    };
    return Arrays.stream(values)
        .map(one -> spectrum(minutes, weighted(minutes, one), frequencies))
        .toArray(double[][]::new);
  }

  /** A modulation without its linear trend, Hann-weighted, of mean 0. */
  private static double[] weighted(double[] minutes, double[] values) {
    SimpleRegression line = new SimpleRegression();
    for (int i = 0; i < values.length; i++) {
      line.addData(minutes[i], values[i]);
    }
    double edge = 0.5 / 60; // so that the first and the last beat count a little
    double span = minutes[minutes.length - 1] + 2 * edge;
    double[] window =
        Arrays.stream(minutes)
            .map(at -> 0.5 - 0.5 * Math.cos(2 * Math.PI * (at + edge) / span))
            .toArray();
    double[] weighted = new double[values.length];
    Arrays.setAll(weighted, i -> window[i] * (values[i] - line.predict(minutes[i])));
    double offset = Arrays.stream(weighted).sum() / Arrays.stream(window).sum();
    Arrays.setAll(weighted, i -> weighted[i] - offset * window[i]);
    return weighted;
  }

  /** Fourier transform at uneven times: each value's phase turns on from frequency to frequency. */
  private static double[] spectrum(double[] minutes, double[] values, int frequencies) {
    double[] real = new double[frequencies];
    double[] imaginary = new double[frequencies];
    for (int i = 0; i < values.length; i++) {
      double stepCosine = Math.cos(2 * Math.PI * GRID_STEP * minutes[i]);
      double stepSine = Math.sin(2 * Math.PI * GRID_STEP * minutes[i]);
      double x = values[i] * Math.cos(2 * Math.PI * GRID_START * minutes[i]);
      double y = values[i] * Math.sin(2 * Math.PI * GRID_START * minutes[i]);
      for (int k = 0; k < frequencies; k++) {
        real[k] += x;
        imaginary[k] += y;
        double turned = x * stepCosine - y * stepSine;
        y = x * stepSine + y * stepCosine;
        x = turned;
      }
    }
    double[] power = new double[frequencies];
    Arrays.setAll(power, k -> real[k] * real[k] + imaginary[k] * imaginary[k]);
    double sum = Arrays.stream(power).sum();
    return sum > 0 ? Arrays.stream(power).map(one -> one / sum).toArray() : power;
  }
}
