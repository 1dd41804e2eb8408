package io.facephys.engine.vitals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PulseEvidenceTest {
  private static final double CHROMA = 0.6;
  private static final ColourMatch OF_BLOOD = new ColourMatch(0.8, 0.85);
  private static final ColourMatch IN_MOTION = new ColourMatch(0.25, 0.4);
  private static final ColourPulse MOTION = new ColourPulse(5, -0.2);

  @Test
  void weakColoursNeedSteadyBeatsAndUnsteadyBeatsNeedClearColours() {
    assertThat(showsInColours(3, 0.8, 0.03)).isTrue();
    assertThat(showsInColours(3, 0.8, 0.15)).isFalse();
    assertThat(showsInColours(30, 0.8, 0.15)).isTrue();
  }

  @Test
  void waveWithMuchBesideItsPeakNeedsClearColoursToo() {
    assertThat(showsInColours(8, 0.9, 0.06)).isTrue();
    assertThat(showsInColours(8, 0.4, 0.06)).isFalse();
  }

  @Test
  void beatsThatAreSteadierThanAnyHeartProveNoMore() {
    assertThat(showsInColours(4, 0.5, 0.001)).isFalse();
  }

  @Test
  void tooFewBeatsCountAsRatherUnsteadyOnes() {
    assertThat(showsInColours(20, 0.75, Double.NaN)).isTrue();
    assertThat(showsInColours(5, 0.75, Double.NaN)).isFalse();
  }

  @Test
  void coloursThatBloodDoesNotMakeAreNoPulseHoweverClearTheyAre() {
    ColourMatch clear = new ColourMatch(0.9, 0.9);
    assertThat(isPulse(new ColourPulse(1000, 0.1), clear, CLEAN)).isFalse(); // grey light
    assertThat(isPulse(new ColourPulse(1000, 1.1), clear, CLEAN)).isFalse(); // red against green
    assertThat(isPulse(new ColourPulse(1000, CHROMA), clear, CLEAN)).isTrue();
  }

  @Test
  void waveThatFollowsBrightnessMoreThanBloodIsNoPulse() {
    ColourPulse tinted = new ColourPulse(40, 0.3); // a warm lamp that beats
    assertThat(isPulse(tinted, new ColourMatch(0.5, 0.9), CLEAN)).isFalse();
    assertThat(isPulse(tinted, new ColourMatch(-0.5, 0.6), CLEAN)).isFalse();
    assertThat(isPulse(tinted, new ColourMatch(0.5, 0.6), CLEAN)).isTrue();
  }

  @Test
  void waveThatTheColoursDoNotExplainMustBeCleanAndSteadyOverTheWholeWindow() {
    assertThat(isPulse(MOTION, IN_MOTION, CLEAN)).isTrue();
    assertThat(isPulse(MOTION, new ColourMatch(0.25, 0.6), CLEAN)).isFalse();
    assertThat(isPulse(MOTION, new ColourMatch(0.1, 0.4), CLEAN)).isFalse();
    assertThat(isPulse(new ColourPulse(40, 0.05), IN_MOTION, CLEAN)).isFalse(); // a lamp
    assertThat(isPulse(MOTION, IN_MOTION, new WaveShape(9, 0.8, 0.97, 0.05))).isFalse();
    assertThat(isPulse(MOTION, IN_MOTION, new WaveShape(10, 0.3, 0.97, 0.05))).isFalse();
    assertThat(isPulse(MOTION, IN_MOTION, new WaveShape(10, 0.8, 0.9, 0.05))).isFalse();
    assertThat(isPulse(MOTION, IN_MOTION, new WaveShape(10, 0.8, 0.97, 0.12))).isFalse();
    assertThat(isPulse(MOTION, IN_MOTION, new WaveShape(10, 0.8, Double.NaN, Double.NaN)))
        .isFalse();
  }

  @Test
  void intervalGrowsWhereEvidenceIsThin() {
    double clear = width(OF_BLOOD, CLEAN);
    assertThat(width(IN_MOTION, CLEAN)).isGreaterThan(2 * clear);
    assertThat(width(OF_BLOOD, new WaveShape(5, 0.8, 0.97, 0.05)))
        .isCloseTo(2 * clear, within(1e-9));
    assertThat(width(OF_BLOOD, new WaveShape(10, 0.4, 0.97, 0.05))).isGreaterThan(2 * clear);
  }

  @Test
  void unsteadinessIsTheMedianChangeOfIntervalsThatFollowEachOther() {
    assertThat(unsteadiness(1000, 1100, 1100, 1000)).isCloseTo(Math.log(1.1), within(1e-9));
    assertThat(unsteadiness(1000, 1000, Double.NaN, 2000, 2000)).isZero();
    assertThat(unsteadiness(1000, Double.NaN, 1000, Double.NaN)).isNaN();
    assertThat(unsteadiness()).isNaN();
  }

  private static final WaveShape CLEAN = new WaveShape(10, 0.8, 0.97, 0.05);

  /** Of a wave whose shape alone, with these colours, is never enough. */
  private static boolean showsInColours(double prominence, double spectral, double unsteadiness) {
    WaveShape wave = new WaveShape(10, spectral, 0.9, unsteadiness);
    return isPulse(new ColourPulse(prominence, CHROMA), OF_BLOOD, wave);
  }

  private static boolean isPulse(ColourPulse colours, ColourMatch match, WaveShape wave) {
    return new PulseEvidence(colours, match, wave).isPulse();
  }

  /** Of the interval around 60 bpm, in logarithms. */
  private static double width(ColourMatch match, WaveShape wave) {
    RateInterval interval =
        RateInterval.around(60, new PulseEvidence(new ColourPulse(40, CHROMA), match, wave));
    return Math.log(interval.highBpm() / interval.lowBpm());
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
