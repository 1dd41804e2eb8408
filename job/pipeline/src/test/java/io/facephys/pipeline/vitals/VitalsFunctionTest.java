package io.facephys.pipeline.vitals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facephys.engine.vitals.AbsentReason;
import io.facephys.pipeline.pulse.PulseHarness;
import io.facephys.pipeline.pulse.PulseHarness.Backend;
import io.facephys.pipeline.record.SubjectBeat;
import io.facephys.pipeline.record.SubjectVitals;
import io.facephys.pipeline.record.SubjectWave;
import io.facephys.pipeline.record.Waveform;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VitalsFunctionTest {
  private static final int SECONDS = 40;
  private static final List<SubjectWave> ONE = PulseWaves.of("anna", "left", 72, SECONDS);

  @Test
  void steadyWaveGivesARowASecondAndItsBeats() throws Exception {
    Output output = run(ONE);

    assertThat(output.rows).hasSize(SECONDS);
    SubjectVitals last = output.rows.get(SECONDS - 1);
    assertThat(last.subjectId()).isEqualTo("anna");
    assertThat(last.cameraId()).isEqualTo("left");
    assertThat(last.vitals().pulseRate().value()).isCloseTo(72, within(0.5));
    assertThat(output.beats).hasSizeBetween(36, 43);
  }

  /** Three subjects, interrupted after 25 s and split over other subtasks. */
  @ParameterizedTest(name = "from {0} to {1}")
  @CsvSource({"1, 1", "1, 2", "2, 1"})
  void restoredRunEqualsUnbrokenRun(int before, int after) throws Exception {
    List<SubjectWave> all = new ArrayList<>();
    List.of("anna", "bert", "carl")
        .forEach(id -> all.addAll(PulseWaves.of(id, "left", 66, SECONDS)));
    all.sort((a, b) -> Integer.compare(sequence(a), sequence(b)));
    List<SubjectWave> first = all.subList(0, 3 * 25);
    List<SubjectWave> rest = all.subList(3 * 25, all.size());

    Output broken = new Output();
    OperatorSubtaskState state = advance(before, before, null, first, broken);
    advance(before, after, state, rest, broken);

    Output unbroken = run(all);
    assertThat(broken.rows).containsExactlyInAnyOrderElementsOf(unbroken.rows);
    assertThat(broken.beats).containsExactlyInAnyOrderElementsOf(unbroken.beats);
    assertThat(unbroken.rows).hasSize(3 * SECONDS);
  }

  @Test
  void camerasThatAgreeGiveOneRateAndOthersNone() throws Exception {
    Output agree =
        run(mixed(PulseWaves.of("anna", "left", 72, 20), PulseWaves.of("anna", "right", 72.2, 20)));
    Output differ =
        run(mixed(PulseWaves.of("anna", "left", 72, 20), PulseWaves.of("anna", "right", 90, 20)));

    SubjectVitals fused = last(agree);
    assertThat(fused.cameras()).isEqualTo(2);
    assertThat(fused.vitals().pulseRate().value()).isCloseTo(72.1, within(0.5));
    assertThat(fused.vitals().respirationRate().absentReason())
        .isEqualTo(AbsentReason.NOT_COMBINED);
    assertThat(last(differ).vitals().pulseRate().absentReason())
        .isEqualTo(AbsentReason.CAMERAS_DISAGREE);
  }

  @Test
  void removedCameraStartsAnewAndLeavesNoState() throws Exception {
    List<SubjectWave> waves = new ArrayList<>(ONE.subList(0, 30));
    waves.add(SubjectWave.removed("anna", new String[] {"left"}));
    try (VitalsHarness harness = VitalsHarness.open(Backend.HASHMAP, null)) {
      harness.send(waves);
      assertThat(harness.numKeyedStateEntries()).isZero();
      harness.send(ONE.subList(30, 32));
      SubjectVitals row = harness.rows().get(harness.rows().size() - 1);
      assertThat(row.vitals().pulseRate().absentReason()).isEqualTo(AbsentReason.WARMING_UP);
    }
  }

  @Test
  void faultInVitalSignsCostsTheCamerasRowsAndNothingElse() throws Exception {
    List<SubjectWave> other = PulseWaves.of("anna", "right", 72, SECONDS);
    SubjectWave broken = SubjectWave.of(waveform(ONE.get(20)), new float[1]);
    try (VitalsHarness harness = VitalsHarness.open(Backend.HASHMAP, null)) {
      harness.send(mixed(ONE.subList(0, 20), other.subList(0, 20)));
      harness.send(List.of(broken, other.get(20)));
      int before = harness.rows().size();
      harness.send(mixed(ONE.subList(21, SECONDS), other.subList(21, SECONDS)));

      assertThat(harness.failures()).isEqualTo(1);
      List<SubjectVitals> after = harness.rows().subList(before, harness.rows().size());
      assertThat(reason(after, "left")).isEqualTo(AbsentReason.WARMING_UP);
      assertThat(reason(after, "right")).isNull();
    }
  }

  /** Why the first row of a camera has no pulse rate. */
  private static @Nullable AbsentReason reason(List<SubjectVitals> rows, String cameraId) {
    return rows.stream()
        .filter(row -> cameraId.equals(row.cameraId()))
        .findFirst()
        .orElseThrow()
        .vitals()
        .pulseRate()
        .absentReason();
  }

  private static Waveform waveform(SubjectWave wave) {
    return Objects.requireNonNull(wave.waveform());
  }

  private static final class Output {
    private final List<SubjectVitals> rows = new ArrayList<>();
    private final List<SubjectBeat> beats = new ArrayList<>();
  }

  private static Output run(List<SubjectWave> waves) throws Exception {
    Output output = new Output();
    advance(1, 1, null, waves, output);
    return output;
  }

  /** Runs all subtasks on their share of the waves; what they have stored then. */
  private static OperatorSubtaskState advance(
      int before,
      int parallelism,
      @Nullable OperatorSubtaskState restored,
      List<SubjectWave> waves,
      Output output)
      throws Exception {
    OperatorSubtaskState[] states = new OperatorSubtaskState[parallelism];
    for (int index = 0; index < parallelism; index++) {
      int subtask = index;
      try (VitalsHarness harness = VitalsHarness.closed(Backend.ROCKSDB, parallelism, index)) {
        harness.open(
            restored == null
                ? null
                : AbstractStreamOperatorTestHarness.repartitionOperatorState(
                    restored, PulseHarness.MAX_PARALLELISM, before, parallelism, index));
        harness.send(waves.stream().filter(wave -> subtask(wave, parallelism) == subtask).toList());
        output.rows.addAll(harness.rows());
        output.beats.addAll(harness.beats());
        states[index] = harness.checkpoint();
      }
    }
    return AbstractStreamOperatorTestHarness.repackageState(states);
  }

  private static int subtask(SubjectWave wave, int parallelism) {
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(
        wave.subjectId(), PulseHarness.MAX_PARALLELISM, parallelism);
  }

  private static SubjectVitals last(Output output) {
    return output.rows.stream()
        .filter(row -> row.cameraId() == null)
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  private static List<SubjectWave> mixed(List<SubjectWave> left, List<SubjectWave> right) {
    List<SubjectWave> mixed = new ArrayList<>();
    for (int i = 0; i < left.size(); i++) {
      mixed.add(left.get(i));
      mixed.add(right.get(i));
    }
    return mixed;
  }

  private static int sequence(SubjectWave wave) {
    Waveform waveform = wave.waveform();
    return waveform == null ? -1 : (int) waveform.sequence();
  }
}
