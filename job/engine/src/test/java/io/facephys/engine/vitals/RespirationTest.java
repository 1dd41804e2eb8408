package io.facephys.engine.vitals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists of beats whose breathing is known, with normal noise in each modulation. */
final class RespirationTest {
  private static final int TRIALS = 300;
  private static final double MAX_ERROR_PER_MINUTE = 2;

  private final Random random = new Random(1);

  @ParameterizedTest(name = "at {0} bpm")
  @ValueSource(doubles = {50, 72, 110, 150})
  void beatsOfNobodyWhoBreathesHaveARateInAtMostTwoOfAHundredRows(double bpm) {
    assertThat(rates(bpm, 0, 0, t -> 0)).hasSizeLessThanOrEqualTo(TRIALS * 2 / 100);
  }

  @Test
  void driftIsNoBreathing() {
    assertThat(rates(72, 0, 0, t -> t * t / 100)).hasSizeLessThanOrEqualTo(TRIALS * 2 / 100);
  }

  /**
   * The pulse's own slow waves of 0.1 Hz are in the intervals, whether somebody breathes or not.
   */
  @Test
  void slowWavesOfTheIntervalsAreNoBreathing() {
    assertThat(rates(72, 6, 0, t -> 0)).hasSizeLessThanOrEqualTo(TRIALS * 2 / 100);
  }

  @ParameterizedTest(name = "{1} breaths a minute at {0} bpm")
  @CsvSource({"50, 8", "60, 15", "72, 6", "72, 20", "90, 28", "110, 36", "130, 45"})
  void breathingIsReadWithinTwoAMinute(double bpm, double breaths) {
    List<Double> rates = rates(bpm, breaths, 2, t -> 0);

    assertThat(rates).hasSizeGreaterThan(TRIALS / 2);
    assertThat(rates.stream().filter(rate -> Math.abs(rate - breaths) <= MAX_ERROR_PER_MINUTE))
        .hasSizeGreaterThan(rates.size() * 98 / 100);
  }

  /** Beats see each of them as another one, too: 72 less the rate. */
  @ParameterizedTest(name = "{0} breaths a minute")
  @ValueSource(doubles = {28, 32, 40})
  void fastBreathingIsReadRightOrNotAtAll(double breaths) {
    List<Double> rates = rates(72, breaths, 2, t -> 0);

    assertThat(rates.stream().filter(rate -> Math.abs(rate - breaths) > MAX_ERROR_PER_MINUTE))
        .hasSizeLessThanOrEqualTo(TRIALS * 2 / 100);
  }

  @Test
  void breathingOutsideTheBandHasNoRate() {
    assertThat(rates(72, 4, 3, t -> 0)).hasSizeLessThanOrEqualTo(TRIALS * 2 / 100);
    assertThat(rates(150, 52, 3, t -> 0)).hasSizeLessThanOrEqualTo(TRIALS * 2 / 100);
  }

  /**
   * The rates of many minutes of beats; those without a rate are left out.
   *
   * @param depth of baseline and amplitude, noise has 1; with 0 breathing is in the intervals alone
   * @param drift of the baseline
   */
  private List<Double> rates(double bpm, double breaths, double depth, DoubleUnaryOperator drift) {
    List<Double> rates = new ArrayList<>();
    for (int i = 0; i < TRIALS; i++) {
      List<Beat> beats = beats(bpm, breaths, depth, drift);
      Double rate = Respiration.of(beats, beats.get(beats.size() - 1).timeMicros()).value();
      if (rate != null) {
        rates.add(rate);
      }
    }
    return rates;
  }

  private List<Beat> beats(double bpm, double breaths, double depth, DoubleUnaryOperator drift) {
    double[] phases = random.doubles(3, 0, 2 * Math.PI).toArray();
    List<Beat> beats = new ArrayList<>();
    double variation = 0;
    double before = 0;
    double at = 60 / bpm;
    while (at < Respiration.SECONDS) {
      double angle = 2 * Math.PI * breaths / 60 * at;
      double seen = at + 0.008 * random.nextGaussian();
      double middle =
          random.nextGaussian() + depth * Math.sin(angle + phases[0]) + drift.applyAsDouble(at);
      double height = 10 + random.nextGaussian() + depth * Math.sin(angle + phases[1]);
      beats.add(
          new Beat(
              0,
              Math.round(1e6 * seen),
              8,
              1000 * (seen - before),
              true,
              1,
              middle + height / 2,
              middle - height / 2));
      before = seen;
      variation = 0.9 * variation + 0.44 * 0.02 * random.nextGaussian();
      at += 60 / bpm * (1 + variation + (breaths > 0 ? 0.04 * Math.sin(angle + phases[2]) : 0));
    }
    return beats;
  }
}
