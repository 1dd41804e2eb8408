package io.facephys.engine.vitals;

import static io.facephys.engine.PulseRules.MICROS_PER_SECOND;

import io.facephys.engine.PulseRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides which values the wave of a window and the beats up to its end give, and why others are
 * missing.
 *
 * @param window the wave
 * @param beats the final ones, in order
 */
record VitalsRule(Window window, List<Beat> beats) {
  // Chosen on painted clips; weights/README.md has what they give on others.
  private static final double MIN_COVERAGE = 0.8; // share of the window
  private static final double MIN_TEMPLATE = 0.5; // correlation
  private static final double MIN_CONFIRMED = 0.5; // share of the beats
  private static final double MAX_RATE_DIFFERENCE = 0.12; // of logarithms, so about 12 %
  private static final double MAX_SWING = 0.01; // of green; blood's is up to half of that
  private static final long RHYTHM_MICROS = 20 * MICROS_PER_SECOND;

  Vitals judge() {
    AbsentReason reason = unusable();
    if (reason != null) {
      return absent(reason, SignalQuality.absent(reason));
    }
    double[] wave = window.even();
    Spectrum spectrum = new Spectrum(wave);
    double hz = spectrum.peakHz();
    if (Double.isNaN(hz)) {
      return absent(AbsentReason.LOW_QUALITY, SignalQuality.absent(AbsentReason.LOW_QUALITY));
    }
    List<Beat> recent = Variability.since(beats, window.startMicros());
    WaveShape shape = shape(spectrum.share(hz), recent);
    SignalQuality quality = SignalQuality.of(shape);
    double[][] colours = window.evenColours();
    PulseEvidence evidence =
        new PulseEvidence(
            ColourPulse.of(colours[0], colours[1], colours[2], hz),
            ColourMatch.of(wave, colours),
            shape);
    if (!evidence.isPulse()) {
      boolean moves = ColourPulse.swing(colours[1]) > MAX_SWING;
      return absent(moves ? AbsentReason.MOTION : AbsentReason.NO_PULSE, quality);
    }
    if (shape.template() < MIN_TEMPLATE || !areConfirmed(recent)) {
      return absent(AbsentReason.LOW_QUALITY, quality);
    }
    double beatBpm = 60_000 / Variability.meanIntervalMillis(recent);
    if (Math.abs(Math.log(60 * hz / beatBpm)) > MAX_RATE_DIFFERENCE) {
      return absent(AbsentReason.RATES_DISAGREE, quality);
    }
    return rates(60 * hz, RateInterval.around(60 * hz, evidence), beatBpm, quality);
  }

  private Vitals rates(double bpm, RateInterval interval, double beatBpm, SignalQuality quality) {
    return row(
        Reading.of(bpm),
        interval,
        Double.isNaN(beatBpm) ? Reading.absent(AbsentReason.TOO_SHORT) : Reading.of(beatBpm),
        Variability.of(beats, window.endMicros()),
        Respiration.of(beats, window.endMicros()),
        quality);
  }

  /** Why the window gives nothing at all; null if it may give something. */
  private @Nullable AbsentReason unusable() {
    if (window.lengthSeconds() < Window.MIN_SECONDS) {
      return AbsentReason.WARMING_UP;
    }
    if (window.coverage() < MIN_COVERAGE) {
      AbsentReason problem = window.frameProblem();
      return problem != null ? problem : AbsentReason.LOW_COVERAGE;
    }
    if (window.pieceSeconds() < Window.MIN_SECONDS * MIN_COVERAGE) {
      return AbsentReason.TOO_SHORT;
    }
    return window.pieceFrameRateHz() < PulseRules.MIN_FRAME_RATE_HZ
        ? AbsentReason.LOW_FRAME_RATE
        : null;
  }

  private WaveShape shape(double spectral, List<Beat> recent) {
    double[] times =
        recent.stream()
            .mapToDouble(b -> PulseRules.seconds(b.timeMicros() - window.endMicros()))
            .toArray();
    return new WaveShape(
        window.pieceSeconds(),
        spectral,
        BeatTemplate.meanCorrelation(window.seconds(), window.wave(), times),
        Variability.unsteadiness(Variability.since(beats, window.endMicros() - RHYTHM_MICROS)));
  }

  private static boolean areConfirmed(List<Beat> recent) {
    return recent.stream().filter(Beat::confirmed).count() >= MIN_CONFIRMED * recent.size();
  }

  private Vitals absent(AbsentReason reason, SignalQuality quality) {
    Reading none = Reading.absent(reason);
    return row(none, null, none, Variability.absent(reason), none, quality);
  }

  private Vitals row(
      Reading pulseRate,
      @Nullable RateInterval interval,
      Reading beatRate,
      Variability variability,
      Reading respirationRate,
      SignalQuality quality) {
    return new Vitals(
        window.startMicros(),
        window.endMicros(),
        window.segment(),
        window.coverage(),
        window.frameRateHz(),
        pulseRate,
        interval,
        beatRate,
        variability,
        respirationRate,
        quality);
  }
}
