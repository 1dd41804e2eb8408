package io.facephys.engine.vitals;

import io.facephys.engine.signal.WaveCorrelation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.stat.StatUtils;
import org.jspecify.annotations.Nullable;

/**
 * The mean shape of a camera's beats: mean 0 and deviation 1, from {@value #BEFORE_SECONDS} s
 * before the peak to {@value #AFTER_SECONDS} s after it, {@value #HZ} points a second.
 *
 * @param shape empty before the first beat
 * @param beats how many beats it is the mean of; it stays at {@value #MAX_BEATS}, so that old beats
 *     fade
 */
public record BeatTemplate(float[] shape, int beats) {
  static final BeatTemplate EMPTY = new BeatTemplate(new float[0], 0);
  static final double BEFORE_SECONDS = 0.2;
  static final double AFTER_SECONDS = 0.3;
  private static final int HZ = 30;
  private static final int POINTS = 16;
  private static final int MIN_BEATS = 5;
  private static final int MAX_BEATS = 30;

  /** Correlation of a beat with the template; NaN while that has too few beats. */
  double correlation(double[] beat) {
    return beats < MIN_BEATS ? Double.NaN : WaveCorrelation.pearson(beat, doubles(shape));
  }

  /** The template with one beat more. */
  BeatTemplate with(double[] beat) {
    double[] normal = StatUtils.normalize(beat);
    if (!Double.isFinite(normal[0])) {
      return this;
    }
    int weight = Math.min(beats, MAX_BEATS);
    float[] next = new float[POINTS];
    for (int i = 0; i < POINTS; i++) {
      next[i] = (float) (((beats == 0 ? 0 : weight * shape[i]) + normal[i]) / (weight + 1));
    }
    return new BeatTemplate(next, Math.min(beats + 1, MAX_BEATS));
  }

  /** Mean correlation of the beats at these times with their mean; NaN if fewer than three fit. */
  static double meanCorrelation(double[] seconds, double[] wave, double[] beatSeconds) {
    List<double[]> cuts = new ArrayList<>();
    for (double beat : beatSeconds) {
      double[] cut = cut(seconds, wave, beat);
      if (cut != null && StatUtils.min(cut) < StatUtils.max(cut)) {
        cuts.add(StatUtils.normalize(cut));
      }
    }
    if (cuts.size() < 3) {
      return Double.NaN;
    }
    double[] mean = new double[POINTS];
    cuts.forEach(cut -> Arrays.setAll(mean, i -> mean[i] + cut[i]));
    return cuts.stream().mapToDouble(c -> WaveCorrelation.pearson(c, mean)).average().orElseThrow();
  }

  /** The wave around a beat, interpolated; null if it does not reach so far. */
  static double @Nullable [] cut(double[] seconds, double[] wave, double beat) {
    if (beat - BEFORE_SECONDS < seconds[0] || beat + AFTER_SECONDS > seconds[seconds.length - 1]) {
      return null;
    }
    double[] cut = new double[POINTS];
    int next = 1;
    for (int i = 0; i < POINTS; i++) {
      double at = beat - BEFORE_SECONDS + (double) i / HZ;
      while (next < seconds.length - 1 && seconds[next] < at) {
        next++;
      }
      double share = (at - seconds[next - 1]) / (seconds[next] - seconds[next - 1]);
      cut[i] = wave[next - 1] + share * (wave[next] - wave[next - 1]);
    }
    return cut;
  }

  private static double[] doubles(float[] floats) {
    double[] doubles = new double[floats.length];
    Arrays.setAll(doubles, i -> floats[i]);
    return doubles;
  }
}
