package io.facephys.measure.accuracy;

import io.facephys.engine.signal.PulseRate;
import io.facephys.engine.vitals.AbsentReason;
import io.facephys.engine.vitals.Beat;
import io.facephys.engine.vitals.RateInterval;
import io.facephys.engine.vitals.Reading;
import io.facephys.engine.vitals.Vitals;
import io.facephys.engine.vitals.VitalsStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The vital signs of a method's wave on a clip, compared with those of the true pulse.
 *
 * @param rows seconds after the warm-up
 * @param rates one for each of these rows that carries a rate; the truth is NaN if the clip has no
 *     pulse
 * @param beats how beats compare; empty if the clip has no pulse
 * @param rmssd how variability compares; empty if the wave or the truth gives none
 */
record VitalsScore(
    int rows, List<RatePair> rates, Optional<BeatMatch> beats, Optional<Rmssd> rmssd) {
  /** RMSSD at the end of the clip, ms: with the error of beat times, without it, of true beats. */
  record Rmssd(double raw, double corrected, double painted) {}

  static VitalsScore of(EvaluationClip clip, double[] wave) {
    WaveVitals vitals = WaveVitals.of(clip.recording());
    VitalsStep.Result measured = vitals.of(wave);
    List<Vitals> rows = measured.rows().stream().filter(VitalsScore::isWarm).toList();
    List<RatePair> rates = new ArrayList<>();
    rows.forEach(row -> rate(clip, row).ifPresent(rates::add));
    Optional<VitalsStep.Result> painted = clip.truth().map(vitals::of);
    return new VitalsScore(
        rows.size(),
        rates,
        painted.map(truth -> BeatMatch.of(seconds(measured.beats()), seconds(truth.beats()))),
        painted.flatMap(truth -> rmssd(measured.rows(), truth.rows())));
  }

  private static boolean isWarm(Vitals row) {
    return row.pulseRate().absentReason() != AbsentReason.WARMING_UP;
  }

  private static Optional<RatePair> rate(EvaluationClip clip, Vitals row) {
    Double bpm = row.pulseRate().value();
    RateInterval interval = row.pulseRateInterval();
    if (bpm == null || interval == null) {
      return Optional.empty();
    }
    double truth = clip.truth().map(wave -> trueRate(clip, wave, row)).orElse(Double.NaN);
    return Optional.of(new RatePair(bpm, truth, interval.lowBpm(), interval.highBpm()));
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

  private static double[] seconds(List<Beat> beats) {
    return beats.stream().mapToDouble(beat -> beat.timeMicros() / 1e6).toArray();
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
