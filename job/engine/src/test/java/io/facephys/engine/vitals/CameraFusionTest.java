package io.facephys.engine.vitals;

import static io.facephys.engine.PulseRules.MICROS_PER_SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.engine.vitals.SubjectVitalsStep.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class CameraFusionTest {
  private static final long START = 1_000_000;
  private static final int SECONDS = 100;

  private final List<Row> combined = new ArrayList<>();
  private CameraFusion fusion = CameraFusion.NONE;

  @Test
  void camerasInStepAreCombinedEachSecond() {
    LongStream.range(0, SECONDS).forEach(i -> rowsAt(START + i, "a", "b"));

    assertThat(seconds()).isEqualTo(secondsFrom(START + 1, SECONDS - 1));
    assertThat(combined).allMatch(row -> row.cameras() == 2);
  }

  @Test
  void cameraWhoseClockIsAheadIsLeftOutAndTheOthersAreCombined() {
    for (long i = 0; i < SECONDS; i++) {
      rowsAt(START + i, "a", "b");
      rowsAt(START + i + 60, "c");
    }

    assertThat(seconds()).isEqualTo(secondsFrom(START + 1, SECONDS - 1));
    assertThat(combined).allMatch(row -> row.cameras() == 2);
  }

  @Test
  void largestGroupCountsAndItsSecondsComeOnce() {
    for (long i = 0; i < SECONDS; i++) {
      rowsAt(START + i, "a", "b", "c");
      rowsAt(START + i + 60, "d", "e");
    }

    List<Row> three = combined.stream().filter(row -> row.cameras() == 3).toList();
    assertThat(seconds(three)).isEqualTo(secondsFrom(START + 1, SECONDS - 1));
    assertThat(seconds()).doesNotHaveDuplicates();
  }

  @Test
  void clocksThatAreSetBackAreCombinedAgainAtOnce() {
    LongStream.range(0, SECONDS).forEach(i -> rowsAt(START + i, "a", "b"));
    combined.clear();
    long back = START - 150;
    LongStream.range(0, SECONDS).forEach(i -> rowsAt(back + i, "a", "b"));

    assertThat(seconds()).isEqualTo(secondsFrom(back, SECONDS));
  }

  @Test
  void cameraThatComesBackIntoStepTakesPartAgain() {
    LongStream.range(0, 20).forEach(i -> rowsAt(START + i, "a", "b"));
    for (long i = 20; i < 40; i++) {
      rowsAt(START + i, "a");
      rowsAt(START + i + 3600, "b");
    }
    combined.clear();
    LongStream.range(40, 60).forEach(i -> rowsAt(START + i, "a", "b"));

    assertThat(seconds()).isEqualTo(secondsFrom(START + 40, 20));
  }

  @Test
  void cameraThatStopsHoldsTheOthersUpForTheLagOnly() {
    rowsAt(START, "a", "b", "c");
    LongStream.range(1, SECONDS).forEach(i -> rowsAt(START + i, "a", "b"));

    assertThat(seconds()).isEqualTo(secondsFrom(START + 1, SECONDS - 1));
  }

  @Test
  void whatIsKeptIsBounded() {
    for (long i = 0; i < SECONDS; i++) {
      rowsAt(START + i, "a", "b");
      rowsAt(START + 60 + 2 * i, "c");
    }

    assertThat(fusion.rows()).hasSizeLessThanOrEqualTo(3 * (CameraFusion.LAG_SECONDS + 1));
  }

  /** The first second is passed before the second camera is known, so it is never combined. */
  private void rowsAt(long second, String... cameras) {
    for (String camera : cameras) {
      CameraFusion.Result result = fusion.with(camera, row(second));
      combined.addAll(result.rows());
      fusion = result.next();
    }
  }

  private static Vitals row(long second) {
    Reading none = Reading.absent(AbsentReason.NOT_COMBINED);
    return new Vitals(
        (second - 10) * MICROS_PER_SECOND,
        second * MICROS_PER_SECOND,
        null,
        1,
        null,
        Reading.of(72),
        new RateInterval(70, 74),
        none,
        Variability.absent(AbsentReason.NOT_COMBINED),
        none,
        SignalQuality.absent(AbsentReason.NOT_COMBINED));
  }

  private List<Long> seconds() {
    return seconds(combined);
  }

  private static List<Long> seconds(List<Row> rows) {
    return rows.stream().map(row -> row.vitals().windowEndMicros() / MICROS_PER_SECOND).toList();
  }

  private static List<Long> secondsFrom(long first, int count) {
    return LongStream.range(first, first + count).boxed().toList();
  }
}
