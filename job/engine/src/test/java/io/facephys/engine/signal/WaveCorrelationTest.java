package io.facephys.engine.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Expected numbers: signal_reference.py, NumPy 2.4.6. */
final class WaveCorrelationTest {
  @Test
  void correlationIsThatOfNumPy() {
    assertThat(WaveCorrelation.pearson(SignalReference.WAVE, SignalReference.TRUTH))
        .isCloseTo(0.346349, within(1e-6));
  }

  @Test
  void waveBehindTheTruthHasItsBestLagThere() {
    WaveCorrelation.Lag best =
        WaveCorrelation.best(SignalReference.WAVE, SignalReference.TRUTH, 15);

    assertThat(best.samples()).isEqualTo(4);
    assertThat(best.r()).isCloseTo(0.832648, within(1e-6));
  }

  @Test
  void maximumAmplitudeOfCrossCorrelationIsThatOfTheToolboxesDefinition() {
    assertThat(WaveCorrelation.macc(SignalReference.WAVE_BAND, SignalReference.TRUTH_BAND))
        .isCloseTo(0.961137, within(1e-6));
  }

  @Test
  void constantWaveIsLikeNone() {
    double[] constant = new double[SignalReference.TRUTH.length];

    assertThat(WaveCorrelation.pearson(constant, SignalReference.TRUTH)).isZero();
    assertThat(WaveCorrelation.macc(constant, SignalReference.TRUTH)).isZero();
  }
}
