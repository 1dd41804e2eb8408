package io.facephys.engine.vitals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Beats and variability are HeartPy's, rates SciPy's: test/scripts/vitals_reference.py. */
class VitalsReferenceTest {
  private static final long START_MICROS = 1_700_000_000_000_000L;
  private static final double WARM_UP_SECONDS = 5;
  private static final VitalsStep.Result RESULT = run();

  @Test
  void beatsAreThoseOfHeartPyAndLieNearerToThePaintedOnes() {
    double[] heartPy = inside(reference("beat"));
    double[] painted = inside(reference("painted"));
    double[] found = inside(beats());

    assertThat(found).hasSameSizeAs(heartPy).hasSameSizeAs(painted);
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isCloseTo(heartPy[i], within(0.03));
    }
    assertThat(spread(found, painted)).isLessThan(0.004).isLessThan(spread(heartPy, painted));
  }

  @Test
  void variabilityOfHeartPysBeatsIsHeartPys() {
    List<Beat> beats = new ArrayList<>();
    double before = Double.NaN;
    for (double second : reference("beat")) {
      long micros = Math.round(1e6 * second);
      beats.add(new Beat(0, micros, 0, 1000 * (second - before), true, 1, 1, 0));
      before = second;
    }
    Variability variability = Variability.of(beats, 60_000_000);

    assertThat(variability.rmssdRawMillis()).isCloseTo(reference("rmssd")[0], within(0.1));
    assertThat(variability.pnn50Percent()).isCloseTo(reference("pnn50")[0], within(0.1));
    double ofPopulation = Math.sqrt((beats.size() - 2.0) / (beats.size() - 1.0));
    assertThat(variability.sdnnMillis().value())
        .isCloseTo(reference("sdnn")[0] / ofPopulation, within(0.1));
  }

  @Test
  void variabilityIsThatOfThePaintedBeats() {
    Vitals last = RESULT.rows().get(RESULT.rows().size() - 1);
    double painted = rmssd(inside(reference("painted")));

    assertThat(last.variability().rmssdRawMillis()).isCloseTo(painted, within(3.0));
    assertThat(last.variability().rmssdMillis().value()).isCloseTo(painted, within(2.0));
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 40, 50})
  void rateIsThatOfScipysPeriodogram(int second) {
    Vitals row = RESULT.rows().get(second - 1);

    assertThat(row.windowEndMicros()).isEqualTo(START_MICROS + second * 1_000_000L);
    assertThat(row.pulseRate().value()).isCloseTo(reference("rate" + second)[0], within(0.05));
  }

  private static VitalsStep.Result run() {
    double[][] rows =
        lines("wave.csv").map(line -> numbers(line.split(","))).toArray(double[][]::new);
    long[] times = new long[rows.length];
    float[] wave = new float[rows.length];
    float[] colours = new float[3 * rows.length];
    for (int i = 0; i < rows.length; i++) {
      times[i] = START_MICROS + Math.round(1e6 * rows[i][0]);
      wave[i] = (float) rows[i][1];
      for (int channel = 0; channel < 3; channel++) {
        colours[3 * i + channel] = 0.5f - (channel == 1 ? 0.005f : 0.002f) * wave[i];
      }
    }
    return VitalsStep.advance(null, new WavePiece(0, times, wave, colours));
  }

  private static double[] beats() {
    return RESULT.beats().stream()
        .mapToDouble(beat -> (beat.timeMicros() - START_MICROS) / 1e6)
        .toArray();
  }

  /** Those that are due: not in the warm-up, and final at the end. */
  private static double[] inside(double[] beats) {
    return Arrays.stream(beats).filter(b -> b > WARM_UP_SECONDS + 1 && b < 57).toArray();
  }

  /** Standard deviation of the distances, which a constant lag does not change. */
  private static double spread(double[] beats, double[] painted) {
    double[] distances = new double[beats.length];
    Arrays.setAll(distances, i -> beats[i] - painted[i]);
    double mean = Arrays.stream(distances).average().orElseThrow();
    return Math.sqrt(
        Arrays.stream(distances).map(d -> (d - mean) * (d - mean)).average().orElseThrow());
  }

  private static double rmssd(double[] beats) {
    double sum = 0;
    for (int i = 2; i < beats.length; i++) {
      sum += Math.pow(1000 * (beats[i] - 2 * beats[i - 1] + beats[i - 2]), 2);
    }
    return Math.sqrt(sum / (beats.length - 2));
  }

  /** Values whose name is this, or this and a number. */
  private static double[] reference(String name) {
    return lines("reference.csv")
        .map(line -> line.split(","))
        .filter(cells -> cells[0].matches(name + "\\d*"))
        .mapToDouble(cells -> Double.parseDouble(cells[1]))
        .toArray();
  }

  private static double[] numbers(String[] cells) {
    return Arrays.stream(cells).mapToDouble(Double::parseDouble).toArray();
  }

  private static Stream<String> lines(String name) {
    try (InputStream in =
        Objects.requireNonNull(VitalsReferenceTest.class.getResourceAsStream(name))) {
      return List.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")).stream();
    } catch (IOException e) {
      throw new IllegalStateException(name, e);
    }
  }
}
