package io.facephys.measure.accuracy;

import io.facephys.engine.frames.FrameColours;
import io.facephys.engine.signal.PulseRate;
import io.facephys.engine.vitals.AbsentReason;
import io.facephys.engine.vitals.Beat;
import io.facephys.engine.vitals.RateInterval;
import io.facephys.engine.vitals.Reading;
import io.facephys.engine.vitals.Vitals;
import io.facephys.engine.vitals.VitalsStep;
import io.facephys.engine.vitals.WavePiece;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;

/**
 * The vital signs of a method's wave on a clip, compared with those of the true pulse.
 *
 * @param rows seconds after the warm-up
 * @param rates one for each of these rows that carries a rate
 * @param beats how beats compare; empty if the clip has no pulse
 * @param rmssd how variability compares; empty if the wave or the truth gives none
 */
record VitalsScore(int rows, List<Rate> rates, Optional<Beats> beats, Optional<Rmssd> rmssd) {
  private static final double MATCH_SECONDS = 0.15;
  private static final double MAX_LAG_SECONDS = 0.3;

  /**
   * A rate that a row carries.
   *
   * @param errorBpm measured less true; NaN if the clip has no pulse
   * @param width of the interval: end divided by start
   * @param covered whether the interval holds the true rate
   */
  record Rate(double errorBpm, double width, boolean covered) {}

  /** How many beats were found, truly are there, and match within 150 ms after the median lag. */
  record Beats(int matched, int found, int painted) {}

  /** RMSSD at the end of the clip, ms: with the error of beat times, without it, of true beats. */
  record Rmssd(double raw, double corrected, double painted) {}

  static VitalsScore of(EvaluationClip clip, double[] wave) {
    float[] colours = FrameColours.of(clip.recording().frames());
    VitalsStep.Result measured = run(clip, wave, colours);
    List<Vitals> rows = measured.rows().stream().filter(VitalsScore::isWarm).toList();
    List<Rate> rates = new ArrayList<>();
    rows.forEach(row -> rate(clip, row).ifPresent(rates::add));
    Optional<VitalsStep.Result> painted = clip.truth().map(truth -> run(clip, truth, colours));
    return new VitalsScore(
        rows.size(),
        rates,
        painted.map(truth -> beats(measured.beats(), truth.beats())),
        painted.flatMap(truth -> rmssd(measured.rows(), truth.rows())));
  }

  private static VitalsStep.Result run(EvaluationClip clip, double[] wave, float[] colours) {
    float[] samples = new float[wave.length];
    IntStream.range(0, wave.length).forEach(i -> samples[i] = (float) wave[i]);
    return VitalsStep.advance(
        null, new WavePiece(0, clip.recording().captureTimesMicros(), samples, colours));
  }

  private static boolean isWarm(Vitals row) {
    return row.pulseRate().absentReason() != AbsentReason.WARMING_UP;
  }

  private static Optional<Rate> rate(EvaluationClip clip, Vitals row) {
    Double bpm = row.pulseRate().value();
    RateInterval interval = row.pulseRateInterval();
    if (bpm == null || interval == null) {
      return Optional.empty();
    }
    double truth = clip.truth().map(wave -> trueRate(clip, wave, row)).orElse(Double.NaN);
    boolean covered = interval.lowBpm() <= truth && truth <= interval.highBpm();
    return Optional.of(new Rate(bpm - truth, interval.highBpm() / interval.lowBpm(), covered));
  }

  /** The strongest frequency of the truth in the row's window. */
  private static double trueRate(EvaluationClip clip, double[] truth, Vitals row) {
    long[] micros = clip.recording().captureTimesMicros();
    int[] inside =
        IntStream.range(0, micros.length)
            .filter(i -> micros[i] >= row.windowStartMicros() && micros[i] < row.windowEndMicros())
            .toArray();
    double[] seconds = Arrays.stream(inside).mapToDouble(i -> micros[i] / 1e6).toArray();
    double[] wave = Arrays.stream(inside).mapToDouble(i -> truth[i]).toArray();
    return PulseRate.beatsPerMinute(seconds, wave).orElse(Double.NaN);
  }

  private static Beats beats(List<Beat> found, List<Beat> painted) {
    double[] offsets =
        found.stream()
            .mapToDouble(beat -> offsetSeconds(beat, painted))
            .filter(offset -> Math.abs(offset) <= MAX_LAG_SECONDS)
            .toArray();
    double lag = offsets.length == 0 ? 0 : StatUtils.percentile(offsets, 50);
    long matched =
        found.stream()
            .filter(beat -> Math.abs(offsetSeconds(beat, painted) - lag) <= MATCH_SECONDS)
            .count();
    return new Beats((int) matched, found.size(), painted.size());
  }

  /** How far a beat is behind the nearest true one; infinite if there is none. */
  private static double offsetSeconds(Beat beat, List<Beat> painted) {
    double nearest = Double.POSITIVE_INFINITY;
    for (Beat truth : painted) {
      double offset = (beat.timeMicros() - truth.timeMicros()) / 1e6;
      nearest = Math.abs(offset) < Math.abs(nearest) ? offset : nearest;
    }
    return nearest;
  }

  private static Optional<Rmssd> rmssd(List<Vitals> rows, List<Vitals> truth) {
    for (int i = Math.min(rows.size(), truth.size()) - 1; i >= 0; i--) {
      Reading corrected = rows.get(i).variability().rmssdMillis();
      Double raw = rows.get(i).variability().rmssdRawMillis();
      Double painted = truth.get(i).variability().rmssdRawMillis();
      if (corrected.value() != null && raw != null && painted != null) {
        return Optional.of(new Rmssd(raw, corrected.value(), painted));
      }
    }
    return Optional.empty();
  }
}
