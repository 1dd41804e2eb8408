package io.facephys.engine.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class PulseBandTest {
  @Test
  void bandIsThatOfSciPyUpToTheEnds() {
    assertThat(PulseBand.of(SignalReference.WAVE))
        .containsExactly(SignalReference.WAVE_BAND, within(1e-8));
    assertThat(PulseBand.of(SignalReference.TRUTH))
        .containsExactly(SignalReference.TRUTH_BAND, within(1e-8));
  }

  @Test
  void waveOfTheFiltersEdgesAloneIsRefused() {
    assertThatThrownBy(() -> PulseBand.of(new double[9])).hasMessageContaining("more than 9");
  }
}
