package io.facephys.engine.vitals;

import org.jspecify.annotations.Nullable;

/**
 * How good the wave of a window is. None of these proves a pulse.
 *
 * @param template mean correlation of the beats with their mean shape, -1 to 1 (Orphanidou)
 * @param spectral share of the power from 0.6 to 3.3 Hz at the rate and its first harmonic, 0 to 1;
 *     null without {@code template}
 */
public record SignalQuality(Reading template, @Nullable Double spectral) {
  /** Of a wave; absent where the beats are too few for a mean shape. */
  static SignalQuality of(WaveShape wave) {
    return Double.isNaN(wave.template())
        ? absent(AbsentReason.TOO_SHORT)
        : new SignalQuality(Reading.of(wave.template()), wave.spectral());
  }

  static SignalQuality absent(AbsentReason reason) {
    return new SignalQuality(Reading.absent(reason), null);
  }
}
