package io.facephys.engine.vitals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When variability is given, and what the errors of beat times take from it. */
class VariabilityTest {
  private static final double MEAN_MILLIS = 900;
  private static final int BEATS = 80;

  /** Differences of 40 ms; the mean of 1,600 ms squared has 6 x 165 of the times. */
  @Test
  void whatTheBeatsUnlikenessAddsIsTakenOff() {
    Variability variability = of(20, 0.99);

    assertThat(variability.rmssdRawMillis()).isCloseTo(40, within(1e-6));
    assertThat(variability.rmssdMillis().value()).isCloseTo(Math.sqrt(1600 - 990), within(1e-6));
    assertThat(of(20, 1).rmssdMillis().value()).isCloseTo(40, within(1e-6));
  }

  @Test
  void aSteadyHeartWithUnlikeBeatsHasNoVariability() {
    Variability variability = of(12, 0.99);

    assertThat(variability.rmssdMillis().absentReason())
        .isEqualTo(AbsentReason.BEAT_TIMES_UNCERTAIN);
    assertThat(variability.rmssdRawMillis()).isNull();
    assertThat(variability.pnn50Percent()).isNull();
    assertThat(variability.sdnnMillis().absentReason())
        .isEqualTo(AbsentReason.BEAT_TIMES_UNCERTAIN);
  }

  /** However much is measured: nobody knows how much of it is noise. */
  @Test
  void beatsThatAreTooUnlikeHaveNoVariability() {
    assertThat(of(60, 0.98).rmssdMillis().absentReason())
        .isEqualTo(AbsentReason.BEAT_TIMES_UNCERTAIN);
    assertThat(of(60, Double.NaN).rmssdMillis().absentReason())
        .isEqualTo(AbsentReason.BEAT_TIMES_UNCERTAIN);
  }

  /** Intervals that are longer and shorter than the mean by so much, in turn. */
  private static Variability of(double swingMillis, double likeness) {
    List<Beat> beats = new ArrayList<>();
    double millis = 0;
    for (int i = 0; i < BEATS; i++) {
      double interval = MEAN_MILLIS + (i % 2 == 0 ? swingMillis : -swingMillis);
      millis += interval;
      beats.add(
          new Beat(
              0, Math.round(1000 * millis), 0, interval, /* confirmed= */ true, likeness, 1, 0));
    }
    return Variability.of(beats, Math.round(1000 * millis));
  }
}
