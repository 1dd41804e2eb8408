package io.facephys.engine.vitals;

import static io.facephys.engine.PulseRules.MICROS_PER_SECOND;

import io.facephys.engine.PulseRules;
import java.util.List;
import java.util.Objects;
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
  private static final long RHYTHM_MICROS = 20 * MICROS_PER_SECOND;

  Vitals judge() {
    AbsentReason reason = unusable();
    if (reason != null) {
      return absent(reason, SignalQuality.absent(reason));
    }
    Spectrum spectrum = new Spectrum(window.even());
    double hz = spectrum.peakHz();
    List<Beat> recent = Variability.since(beats, window.startMicros());
    double template = template(recent);
    double unsteadiness =
        Variability.unsteadiness(Variability.since(beats, window.endMicros() - RHYTHM_MICROS));
    if (Double.isNaN(hz) || Double.isNaN(template) || Double.isNaN(unsteadiness)) {
      return absent(AbsentReason.LOW_QUALITY, SignalQuality.absent(AbsentReason.LOW_QUALITY));
    }
    double spectral = spectrum.share(hz);
    SignalQuality quality = new SignalQuality(Reading.of(template), spectral);
    ColourPulse colours =
        ColourPulse.of(window.evenColour(0), window.evenColour(1), window.evenColour(2), hz);
    if (!new PulseEvidence(colours, spectral, unsteadiness).isPulse()) {
      return absent(AbsentReason.NO_PULSE, quality);
    }
    if (template < MIN_TEMPLATE || !areConfirmed(recent)) {
      return absent(AbsentReason.LOW_QUALITY, quality);
    }
    return rates(60 * hz, recent, quality);
  }

  private Vitals rates(double bpm, List<Beat> recent, SignalQuality quality) {
    double beatBpm = 60_000 / Variability.meanIntervalMillis(recent);
    if (Math.abs(Math.log(bpm / beatBpm)) > MAX_RATE_DIFFERENCE) {
      return absent(AbsentReason.RATES_DISAGREE, quality);
    }
    double spectral = Objects.requireNonNull(quality.spectral());
    return row(
        Reading.of(bpm),
        RateInterval.around(bpm, window.pieceSeconds(), spectral),
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

  private double template(List<Beat> recent) {
    double[] times =
        recent.stream()
            .mapToDouble(b -> PulseRules.seconds(b.timeMicros() - window.endMicros()))
            .toArray();
    return BeatTemplate.meanCorrelation(window.seconds(), window.wave(), times);
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
