package io.facephys.engine.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Expected numbers: signal_reference.py, SciPy 1.17.1. */
final class PulseSpectrumTest {
  @Test
  void rateIsThatOfSciPy() {
    assertThat(PulseSpectrum.beatsPerMinute(SignalReference.TRUTH_BAND))
        .isCloseTo(77.3438, within(1e-4));
    assertThat(PulseSpectrum.beatsPerMinute(SignalReference.WAVE_BAND))
        .isCloseTo(77.1240, within(1e-4));
  }

  @Test
  void signalToNoiseIsThatOfTheToolboxesDefinition() {
    double decibels =
        PulseSpectrum.signalToNoiseDecibels(SignalReference.WAVE_BAND, SignalReference.TRUTH_BAND);

    assertThat(decibels).isCloseTo(6.340581, within(1e-5));
  }
}
