package io.facephys.engine.vitals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PulseEvidenceTest {
  @Test
  void weakColoursNeedSteadyBeatsAndUnsteadyBeatsNeedClearColours() {
    assertThat(isPulse(4, 0.6, 0.8, 0.03)).isTrue();
    assertThat(isPulse(4, 0.6, 0.8, 0.15)).isFalse();
    assertThat(isPulse(40, 0.6, 0.8, 0.15)).isTrue();
  }

  @Test
  void waveWithMuchBesideItsPeakNeedsClearColoursToo() {
    assertThat(isPulse(10, 0.6, 0.9, 0.06)).isTrue();
    assertThat(isPulse(10, 0.6, 0.4, 0.06)).isFalse();
  }

  @Test
  void beatsThatAreSteadierThanAnyHeartProveNoMore() {
    assertThat(isPulse(4, 0.6, 0.5, 0.001)).isFalse();
  }

  @Test
  void coloursThatBloodDoesNotMakeAreNoPulseHoweverClearTheyAre() {
    assertThat(isPulse(1000, 0.1, 0.95, 0.02)).isFalse(); // grey light
    assertThat(isPulse(1000, 1.1, 0.95, 0.02)).isFalse(); // red against green
  }

  @Test
  void unsteadinessIsTheMedianChangeOfIntervalsThatFollowEachOther() {
    assertThat(unsteadiness(1000, 1100, 1100, 1000)).isCloseTo(Math.log(1.1), within(1e-9));
    assertThat(unsteadiness(1000, 1000, Double.NaN, 2000, 2000)).isZero();
    assertThat(unsteadiness(1000, Double.NaN, 1000, Double.NaN)).isNaN();
    assertThat(unsteadiness()).isNaN();
  }

  private static boolean isPulse(
      double prominence, double chroma, double spectral, double unsteadiness) {
    return new PulseEvidence(new ColourPulse(prominence, chroma), spectral, unsteadiness).isPulse();
  }

  /** Of beats of these intervals; NaN after a break. */
  private static double unsteadiness(double... intervalsMillis) {
    List<Beat> beats = new ArrayList<>();
    for (double millis : intervalsMillis) {
      beats.add(new Beat(0, 1_000_000L * beats.size(), 5, millis, true, 1, 1, 0));
    }
    return Variability.unsteadiness(beats);
  }
}
