package io.facephys.measure.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.facephys.measure.validation.Alignment.Basis;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A pulse whose rate wanders, seen by a camera with noise, and by a sensor with another clock. */
final class AlignerTest {
  private static final double SECONDS = 120;
  private static final double EPOCH = 1_764_583_200; // 2025-12-01T10:00Z
  private static final double[] BEATS = beats();
  private static final double ONE_SAMPLE = 1 / 30.0;

  private static double[] beats() {
    SplittableRandom random = new SplittableRandom(5);
    List<Double> beats = new ArrayList<>();
    double rate = 1.2;
    for (double time = -40; time < SECONDS + 40; time += 1 / rate) {
      beats.add(time);
      rate = 1.2 + 0.95 * (rate - 1.2) + 0.03 * random.nextGaussian();
    }
    return beats.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double pulse(double time) {
    int next = Math.max(1, -Arrays.binarySearch(BEATS, time) - 1);
    double phase = (time - BEATS[next - 1]) / (BEATS[next] - BEATS[next - 1]);
    return Math.cos(2 * Math.PI * phase);
  }

  private static double[] times(double from, double to, double hz) {
    return IntStream.rangeClosed(0, (int) ((to - from) * hz))
        .mapToDouble(i -> from + i / hz + 1e-4)
        .toArray();
  }

  private static Camera camera(double start) {
    double[] times = Arrays.stream(times(0, SECONDS, 30)).map(t -> start + t).toArray();
    return new Camera(start == 0 ? Clock.START : Clock.EPOCH, times, List.of());
  }

  private static Wave wave(Camera camera) {
    SplittableRandom random = new SplittableRandom(6);
    double start = camera.clock() == Clock.EPOCH ? EPOCH : 0;
    double[] samples =
        Arrays.stream(camera.pictureSeconds())
            .map(time -> pulse(time - start) + 0.7 * random.nextGaussian())
            .toArray();
    return Wave.of(camera.pictureSeconds(), samples);
  }

  /** Of the seconds from one time to another of the pulse, on a clock that shows {@code clock}. */
  private static Reference ppg(double from, double to, Clock kind, double clock) {
    double[] times = times(from, to, 60);
    return new Reference(
        "r.csv",
        "PPG",
        ReferenceKind.PPG,
        kind,
        Arrays.stream(times).map(t -> t + clock).toArray(),
        Arrays.stream(times).map(AlignerTest::pulse).toArray());
  }

  private static Alignment align(Camera camera, Reference reference) {
    return Aligner.align(camera, reference, List.of(wave(camera)), null);
  }

  @Test
  void aShiftOfSomeSecondsIsFound() {
    Alignment found = align(camera(0), ppg(-10, 100, Clock.START, 3.7));

    assertThat(found.basis()).isEqualTo(Basis.FOUND);
    assertThat(found.aheadSeconds()).isCloseTo(3.7, within(ONE_SAMPLE));
    assertThat(found.zoneSeconds()).isZero();
    assertThat(found.text()).contains("s ahead (found, r 0.");
  }

  @Test
  void aTimeZoneIsFoundBesideAShift() {
    Alignment found = align(camera(EPOCH), ppg(0, 120, Clock.EPOCH, EPOCH + 7200 - 3.7));

    assertThat(found.aheadSeconds()).isCloseTo(7200 - 3.7, within(ONE_SAMPLE));
    assertThat(found.zoneSeconds()).isEqualTo(7200);
    assertThat(found.text()).startsWith("time zone +2:00, then 3.7").contains("s behind");
  }

  @Test
  void timesOfDayGetTheCamerasDay() {
    Camera camera = camera(EPOCH);
    Reference clock = ppg(0, 120, Clock.DAY, EPOCH % 86_400 - 5 * 3600 + 1);
    Alignment found = align(camera, clock.dated(camera));

    assertThat(found.aheadSeconds()).isCloseTo(1 - 5 * 3600, within(ONE_SAMPLE));
    assertThat(found.text()).startsWith("time zone -5:00, then 1.0");
  }

  @Test
  void aStretchOfALongReferenceIsFoundWithoutAClock() {
    Alignment found = align(camera(0), ppg(-30, 150, Clock.EPOCH, EPOCH));

    assertThat(found.basis()).isEqualTo(Basis.FOUND);
    assertThat(found.aheadSeconds()).isCloseTo(EPOCH, within(ONE_SAMPLE));
  }

  @Test
  void beatsAndRatesAreAlignedToo() {
    double[] beats = Arrays.stream(BEATS).filter(t -> t > 0 && t < SECONDS).toArray();
    Reference ecg =
        new Reference("r.csv", "", ReferenceKind.BEATS, Clock.START, beats, new double[0]);
    assertThat(align(camera(0), ecg.shifted(-3.7)).aheadSeconds())
        .isCloseTo(-3.7, within(ONE_SAMPLE));

    double[] seconds = IntStream.range(6, 114).asDoubleStream().toArray();
    double[] rates =
        Arrays.stream(seconds).map(t -> ecg.rate(t - 5, t + 5).orElseThrow()).toArray();
    Reference oximeter =
        new Reference("r.csv", "", ReferenceKind.RATES, Clock.START, seconds, rates);
    Alignment found = align(camera(0), oximeter.shifted(3.7));

    assertThat(found.basis()).isEqualTo(Basis.FOUND);
    assertThat(found.aheadSeconds()).isCloseTo(3.7, within(1.0));
  }

  @Test
  void whereNothingAgreesTheClocksAreBelieved() {
    Camera camera = camera(0);
    Reference reference = ppg(0, 120, Clock.START, 0);
    double[] noise = new SplittableRandom(7).doubles(reference.seconds().length).toArray();
    Reference other =
        new Reference("r.csv", "", ReferenceKind.PPG, Clock.START, reference.seconds(), noise);
    Alignment believed = align(camera, other);

    assertThat(believed.basis()).isEqualTo(Basis.UNCERTAIN);
    assertThat(believed.aheadSeconds()).isBetween(-1.1, 1.1);
    assertThat(believed.text()).contains("UNCERTAIN", "--offset");
    Reference unknown =
        new Reference(
            "r.csv", "", ReferenceKind.PPG, Clock.EPOCH, other.shifted(EPOCH).seconds(), noise);
    assertThatThrownBy(() -> align(camera, unknown))
        .hasMessageContaining("clocks of 'r.csv' and of the pictures cannot be compared")
        .hasMessageContaining("--offset");
    assertThat(Aligner.align(camera, unknown, List.of(), EPOCH).basis()).isEqualTo(Basis.GIVEN);
  }

  @Test
  void withoutOverlapOrTooShortItIsRefused() {
    Camera camera = camera(EPOCH);
    assertThatThrownBy(() -> align(camera, ppg(0, 120, Clock.EPOCH, EPOCH - 7 * 86_400)))
        .hasMessageContaining("no overlap")
        .hasMessageContaining("--offset");
    assertThatThrownBy(() -> align(camera, ppg(0, 6.2, Clock.EPOCH, EPOCH)))
        .hasMessageContaining("6.2 s long, which is too short")
        .hasMessageContaining("15 s at least");
    assertThatThrownBy(
            () -> Aligner.align(camera, ppg(0, 120, Clock.EPOCH, EPOCH), List.of(), 500.0))
        .hasMessageContaining("no overlap");
  }
}
