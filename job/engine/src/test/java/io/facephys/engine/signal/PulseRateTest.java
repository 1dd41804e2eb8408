package io.facephys.engine.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PulseRateTest {
  /**
   * The third column: python3 job/engine/src/test/scripts/pulse_rate_reference.py, SciPy 1.17.1.
   */
  @ParameterizedTest
  @CsvSource({
    "600, 45, 44.999",
    "600, 72, 72.002",
    "600, 119.5, 119.5",
    "600, 171, 170.999",
    "150, 45, 45.003",
    "150, 72, 72.019",
    "150, 119.5, 119.504",
    "150, 171, 171.002"
  })
  void rateIsThatOfSciPyAndNearTheTruth(int samples, double truth, double reference) {
    double[] seconds = jitteredSeconds(samples);

    double rate = PulseRate.beatsPerMinute(seconds, wave(truth, seconds)).orElseThrow();

    assertThat(rate).isCloseTo(reference, within(0.02)).isCloseTo(truth, within(0.5));
  }

  @ParameterizedTest
  @CsvSource({"15", "60"})
  void rateDoesNotDependOnTheFrameRate(double framesPerSecond) {
    double[] seconds =
        IntStream.range(0, (int) (20 * framesPerSecond))
            .mapToDouble(i -> i / framesPerSecond)
            .toArray();

    double rate = PulseRate.beatsPerMinute(seconds, wave(72, seconds)).orElseThrow();

    assertThat(rate).isCloseTo(72, within(0.5));
  }

  @Test
  void startAndSizeOfTheWaveDoNotMatter() {
    double[] seconds = jitteredSeconds(300);
    double[] wave = wave(88, seconds);
    double[] later = Arrays.stream(seconds).map(s -> s + 1e6).toArray();
    double[] larger = Arrays.stream(wave).map(x -> 1000 * x + 50).toArray();

    double rate = PulseRate.beatsPerMinute(seconds, wave).orElseThrow();

    assertThat(PulseRate.beatsPerMinute(later, larger).orElseThrow()).isCloseTo(rate, within(0.01));
  }

  @Test
  void longWaveIsReadFromItsEnd() {
    double[] seconds = jitteredSeconds(20_000); // 667 s, of which the last 273 s fit
    double[] wave = wave(60, seconds);
    double[] change = wave(90, seconds);
    System.arraycopy(change, 10_000, wave, 10_000, 10_000);

    assertThat(PulseRate.beatsPerMinute(seconds, wave).orElseThrow()).isCloseTo(90, within(0.5));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 119})
  void waveOfLessThanFourSecondsHasNoRate(int samples) {
    double[] seconds = IntStream.range(0, samples).mapToDouble(i -> i / 30.0).toArray();

    assertThat(PulseRate.beatsPerMinute(seconds, wave(72, seconds))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.1, -3.7, 1e30})
  void constantWaveHasNoRate(double value) {
    double[] seconds = jitteredSeconds(300);
    double[] wave = new double[seconds.length];
    Arrays.fill(wave, value);

    assertThat(PulseRate.beatsPerMinute(seconds, wave)).isEmpty();
  }

  private static double[] jitteredSeconds(int samples) {
    return IntStream.range(0, samples)
        .mapToDouble(i -> i / 30.0 + 0.004 * Math.sin(1.7 * i))
        .toArray();
  }

  private static double[] wave(double bpm, double[] seconds) {
    return Arrays.stream(seconds)
        .map(
            s -> {
              double phase = 2 * Math.PI * bpm / 60 * s;
              double drift = 0.05 * s + 0.2 * Math.sin(0.7 * s);
              return Math.sin(phase) + 0.4 * Math.sin(2 * phase + 0.6) + drift;
            })
        .toArray();
  }
}
