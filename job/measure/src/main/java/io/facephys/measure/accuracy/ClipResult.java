package io.facephys.measure.accuracy;

import io.facephys.engine.signal.EvenGrid;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.commons.math3.stat.StatUtils;

/**
 * The result of one method on one clip.
 *
 * @param method its label
 * @param seed number of the method among those with its label, from 1
 * @param power variance of the wave
 * @param match the wave and the truth; empty if the clip has no pulse
 * @param vitals those of the whole wave
 */
record ClipResult(
    String clip,
    SortedMap<String, String> conditions,
    String method,
    int seed,
    double power,
    Optional<Match> match,
    VitalsScore vitals) {
  private static final double MIN_SECONDS = 4;

  /** A wave and the true pulse, both on the {@link EvenGrid}. */
  record Match(double[] wave, double[] truth, WaveScores scores) {
    static Match of(double[] wave, double[] truth) {
      return new Match(wave, truth, WaveScores.of(wave, truth));
    }
  }

  /** Scores the wave from frame {@code skip} on. */
  static ClipResult of(EvaluationClip clip, PulseMethod method, int skip) {
    double[] seconds = from(skip, clip.recording().seconds());
    if (seconds.length < 2 || seconds[seconds.length - 1] - seconds[0] < MIN_SECONDS) {
      throw new IllegalArgumentException(
          "clip '%s' has %d frames; %s s at least are needed after the first %d"
              .formatted(clip.name(), clip.recording().length(), MIN_SECONDS, skip));
    }
    double[] whole = method.wave(clip.recording());
    double[] wave = from(skip, whole);
    return new ClipResult(
        clip.name(),
        clip.conditions(),
        method.label(),
        method.seed(),
        StatUtils.populationVariance(wave),
        clip.truth()
            .map(t -> Match.of(EvenGrid.of(seconds, wave), EvenGrid.of(seconds, from(skip, t)))),
        VitalsScore.of(clip, whole));
  }

  private static double[] from(int skip, double[] values) {
    return Arrays.copyOfRange(values, Math.min(skip, values.length), values.length);
  }
}
