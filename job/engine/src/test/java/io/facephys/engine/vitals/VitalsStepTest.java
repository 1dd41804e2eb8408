package io.facephys.engine.vitals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VitalsStepTest {
  private static final SyntheticPulse STEADY = SyntheticPulse.steady(72, 80, 1);

  @ParameterizedTest
  @ValueSource(doubles = {45, 72, 110, 160})
  void steadyPulseHasItsRateOnceThereAreFiveSecondsOfWave(double bpm) {
    List<Vitals> rows = run(SyntheticPulse.steady(bpm, 40, 7)).rows();

    assertThat(rows).hasSize(40);
    assertThat(rows.subList(0, 7)).allMatch(row -> reason(row) == AbsentReason.WARMING_UP);
    for (Vitals row : rows.subList(7, 12)) {
      assertThat(row.pulseRate().value()).isCloseTo(bpm, within(1.5));
    }
    for (Vitals row : rows.subList(12, 40)) {
      assertThat(row.pulseRate().value()).isCloseTo(bpm, within(0.5));
      assertThat(row.beatRate().value()).isCloseTo(bpm, within(0.5));
    }
  }

  @Test
  void rowsAndBeatsAreTheSameHoweverTheWaveIsCut() {
    Output whole = run(STEADY);
    for (int length : new int[] {1, 7, 30, 300}) {
      assertThat(inPieces(STEADY, length)).isEqualTo(whole);
    }
  }

  @Test
  void beatsLieWhereTheyWerePut() {
    List<Beat> beats = run(STEADY).beats();

    assertThat(beats).hasSizeBetween(85, 92);
    for (Beat beat : beats) {
      double at = (beat.timeMicros() - SyntheticPulse.START_MICROS) / 1e6;
      double nearest = 60.0 / 72 * Math.round(at * 72 / 60);
      assertThat(at).isCloseTo(nearest, within(0.04)); // the shape leans, and noise moves the peak
      assertThat(beat.confirmed()).isTrue();
    }
    assertThat(beats.stream().skip(1)).allMatch(Beat::hasInterval);
  }

  @Test
  void variabilityIsThatOfTheBeatsAndTheErrorIsTakenOff() {
    Random random = new Random(3);
    double[] beats = new double[110];
    for (int i = 1; i < beats.length; i++) {
      beats[i] = beats[i - 1] + 0.8 + 0.03 * random.nextGaussian();
    }
    Vitals last = last(SyntheticPulse.of(beats, 80, 9));
    double[] painted = since(beats, 80 - 60);

    assertThat(last.variability().rmssdMillis().value()).isCloseTo(rmssd(painted), within(4.0));
    assertThat(last.variability().rmssdRawMillis())
        .isGreaterThan(last.variability().rmssdMillis().value());
    assertThat(last.variability().sdnnMillis().value()).isBetween(22.0, 38.0);
    assertThat(last.variability().beats()).isBetween(68, 76);
  }

  @Test
  void breathingThatModulatesAllThreeIsFound() {
    double[] beats = new double[120];
    for (int i = 1; i < beats.length; i++) {
      beats[i] = beats[i - 1] + 0.8 + 0.05 * Math.sin(2 * Math.PI * 0.25 * beats[i - 1]);
    }
    SyntheticPulse pulse = SyntheticPulse.of(beats, 80, 4);
    float[] wave = pulse.wave().clone();
    for (int i = 0; i < wave.length; i++) {
      double breath = Math.sin(2 * Math.PI * 0.25 * i / 30.0);
      wave[i] = (float) (wave[i] * (1 + 0.15 * breath) + 0.15 * breath);
    }
    Vitals last = last(new SyntheticPulse(pulse.timesMicros(), wave, pulse.colours()));

    assertThat(last.respirationRate().value()).isCloseTo(15, within(1.0));
  }

  @Test
  void waveWithoutThePulseOfBloodHasNoRate() {
    assertThat(trusted(run(STEADY.withGreyColours()))).isEmpty();
    assertThat(reason(last(STEADY.withGreyColours()))).isEqualTo(AbsentReason.NO_PULSE);
    assertThat(reason(last(STEADY.withMovingColours()))).isEqualTo(AbsentReason.MOTION);
    assertThat(reason(last(STEADY.withFrozenColours()))).isEqualTo(AbsentReason.FROZEN);
  }

  @Test
  void weakColoursAreBelievedWhereTheBeatsAreSteadyOnly() {
    Random random = new Random(11);
    double[] unsteady = new double[110];
    for (int i = 1; i < unsteady.length; i++) {
      unsteady[i] = unsteady[i - 1] + 0.8 * (1 + 0.15 * random.nextGaussian());
    }
    Output heart = run(SyntheticPulse.steady(75, 80, 11).withWeakColours());
    Output motion = run(SyntheticPulse.of(unsteady, 80, 11).withWeakColours());

    assertThat(trusted(heart)).hasSizeGreaterThan(40);
    assertThat(trusted(motion)).hasSizeLessThan(trusted(heart).size() / 4);
    assertThat(trusted(run(SyntheticPulse.of(unsteady, 80, 11)))).hasSizeGreaterThan(25);
  }

  @Test
  void noIntervalCrossesAGapAndTheWaveAfterItSettlesFirst() {
    int gap = 40 * 30;
    SyntheticPulse broken = STEADY.without(gap, gap + 20);
    Output output = run(broken);

    long resumes = broken.timesMicros()[gap];
    Beat first =
        output.beats().stream().filter(b -> b.timeMicros() >= resumes).findFirst().orElseThrow();
    assertThat(first.timeMicros()).isGreaterThanOrEqualTo(resumes + 2_000_000);
    assertThat(first.hasInterval()).isFalse();
    assertThat(output.rows().stream().filter(r -> r.windowEndMicros() > resumes).limit(5))
        .noneMatch(r -> r.pulseRate().isPresent());
    assertThat(reason(output.rows().get(output.rows().size() - 1))).isNull();
  }

  @Test
  void samplesThatComeAgainChangeNothing() {
    VitalsStep.Result once = VitalsStep.advance(null, STEADY.piece(0, 0, 900));
    VitalsStep.Result again = VitalsStep.advance(once.next(), STEADY.piece(0, 300, 900));

    assertThat(again.rows()).isEmpty();
    assertThat(again.beats()).isEmpty();
    assertThat(VitalsStep.advance(again.next(), STEADY.piece(0, 900, 1200)).rows())
        .isEqualTo(VitalsStep.advance(once.next(), STEADY.piece(0, 900, 1200)).rows());
  }

  @Test
  void segmentStartsAnewAsIfNothingHadBeenBefore() {
    VitalsStep.Result first = VitalsStep.advance(null, STEADY.piece(0, 0, 900));
    VitalsStep.Result joined = VitalsStep.advance(first.next(), STEADY.piece(1, 900, 2400));
    VitalsStep.Result alone = VitalsStep.advance(null, STEADY.piece(1, 900, 2400));

    assertThat(joined.beats()).isEqualTo(alone.beats());
    assertThat(joined.rows().subList(joined.rows().size() - 49, joined.rows().size()))
        .isEqualTo(alone.rows().subList(alone.rows().size() - 49, alone.rows().size()));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void eachValueIsThereOrHasItsReasonWhateverTheWave(long seed) {
    Random random = new Random(seed);
    SyntheticPulse pulse = SyntheticPulse.steady(40 + random.nextInt(140), 60, seed);
    float[] wave = pulse.wave().clone();
    double noise = 2 * random.nextDouble() * random.nextDouble();
    for (int i = 0; i < wave.length; i++) {
      wave[i] += (float) (noise * random.nextGaussian());
    }
    int gap = random.nextInt(1500);
    SyntheticPulse disturbed =
        new SyntheticPulse(pulse.timesMicros(), wave, pulse.colours())
            .without(gap, gap + random.nextInt(120));
    for (Vitals row : run(disturbed).rows()) {
      assertThat(row.pulseRateInterval() == null).isEqualTo(row.pulseRate().value() == null);
      assertThat(row.variability().rmssdRawMillis() == null)
          .isEqualTo(row.variability().rmssdMillis().value() == null);
      assertThat(row.quality().spectral() == null)
          .isEqualTo(row.quality().template().value() == null);
      assertThat(row.coverage()).isBetween(0.0, 1.0);
      readings(row)
          .forEach(
              reading ->
                  assertThat(reading.value() == null).isEqualTo(reading.absentReason() != null));
    }
  }

  private static Stream<Reading> readings(Vitals row) {
    return Stream.of(
        row.pulseRate(),
        row.beatRate(),
        row.variability().rmssdMillis(),
        row.variability().sdnnMillis(),
        row.respirationRate(),
        row.quality().template());
  }

  private record Output(List<Vitals> rows, List<Beat> beats) {}

  private static Output run(SyntheticPulse pulse) {
    VitalsStep.Result result = VitalsStep.advance(null, pulse.whole());
    return new Output(result.rows(), result.beats());
  }

  private static Output inPieces(SyntheticPulse pulse, int length) {
    List<Vitals> rows = new ArrayList<>();
    List<Beat> beats = new ArrayList<>();
    @Nullable CameraVitals kept = null;
    for (int from = 0; from < pulse.wave().length; from += length) {
      int to = Math.min(pulse.wave().length, from + length);
      VitalsStep.Result result = VitalsStep.advance(kept, pulse.piece(0, from, to));
      rows.addAll(result.rows());
      beats.addAll(result.beats());
      kept = result.next();
    }
    return new Output(rows, beats);
  }

  private static List<Vitals> trusted(Output output) {
    return output.rows().stream().filter(row -> row.pulseRate().isPresent()).toList();
  }

  private static Vitals last(SyntheticPulse pulse) {
    List<Vitals> rows = run(pulse).rows();
    return rows.get(rows.size() - 1);
  }

  private static @Nullable AbsentReason reason(Vitals row) {
    return row.pulseRate().absentReason();
  }

  private static double[] since(double[] beats, double seconds) {
    return Arrays.stream(beats).filter(b -> b > seconds && b < 78.5).toArray();
  }

  private static double rmssd(double[] beats) {
    double sum = 0;
    for (int i = 2; i < beats.length; i++) {
      sum += Math.pow(1000 * (beats[i] - 2 * beats[i - 1] + beats[i - 2]), 2);
    }
    return Math.sqrt(sum / (beats.length - 2));
  }
}
