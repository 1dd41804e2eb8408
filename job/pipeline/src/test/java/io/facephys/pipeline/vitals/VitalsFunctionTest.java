package io.facephys.pipeline.vitals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facephys.engine.vitals.AbsentReason;
import io.facephys.pipeline.pulse.PulseHarness;
import io.facephys.pipeline.record.SubjectBeat;
import io.facephys.pipeline.record.SubjectVitals;
import io.facephys.pipeline.record.SubjectWave;
import io.facephys.pipeline.record.WaveQuality;
import io.facephys.pipeline.record.Waveform;
import io.facephys.schemas.QualityReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VitalsFunctionTest {
  private static final int SECONDS = 40;
  private static final List<SubjectWave> ONE = waves("anna", "left", 72, SECONDS);

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
    List.of("anna", "bert", "carl").forEach(id -> all.addAll(waves(id, "left", 66, SECONDS)));
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
    Output agree = run(mixed(waves("anna", "left", 72, 20), waves("anna", "right", 72.2, 20)));
    Output differ = run(mixed(waves("anna", "left", 72, 20), waves("anna", "right", 90, 20)));

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
    try (var harness = harness(new HashMapStateBackend(), 1, 0)) {
      harness.open();
      for (SubjectWave wave : waves) {
        harness.processElement(new StreamRecord<>(wave));
      }
      assertThat(harness.numKeyedStateEntries()).isZero();
      harness.processElement(new StreamRecord<>(ONE.get(30)));
      harness.processElement(new StreamRecord<>(ONE.get(31)));
      SubjectVitals row = rows(harness).get(rows(harness).size() - 1);
      assertThat(row.vitals().pulseRate().absentReason()).isEqualTo(AbsentReason.WARMING_UP);
    }
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
      try (var harness = harness(new EmbeddedRocksDBStateBackend(), parallelism, index)) {
        if (restored != null) {
          harness.initializeState(
              AbstractStreamOperatorTestHarness.repartitionOperatorState(
                  restored, PulseHarness.MAX_PARALLELISM, before, parallelism, index));
        }
        harness.open();
        for (SubjectWave wave : waves) {
          if (subtask(wave, parallelism) == index) {
            harness.processElement(new StreamRecord<>(wave));
          }
        }
        output.rows.addAll(rows(harness));
        Queue<StreamRecord<SubjectBeat>> beats = harness.getSideOutput(SubjectBeat.OUTPUT);
        if (beats != null) {
          beats.forEach(record -> output.beats.add(record.getValue()));
        }
        states[index] = harness.snapshot(1, 1);
      }
    }
    return AbstractStreamOperatorTestHarness.repackageState(states);
  }

  private static int subtask(SubjectWave wave, int parallelism) {
    return KeyGroupRangeAssignment.assignKeyToParallelOperator(
        wave.subjectId(), PulseHarness.MAX_PARALLELISM, parallelism);
  }

  private static List<SubjectVitals> rows(
      KeyedOneInputStreamOperatorTestHarness<String, SubjectWave, SubjectVitals> harness) {
    return harness.extractOutputValues();
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, SubjectWave, SubjectVitals> harness(
      StateBackend backend, int parallelism, int index) throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new VitalsFunction()),
            SubjectWave::subjectId,
            Types.STRING,
            PulseHarness.MAX_PARALLELISM,
            parallelism,
            index);
    harness.setStateBackend(backend);
    harness.setup();
    return harness;
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

  /** Waves of one second each, of a pulse that changes green more than red. */
  private static List<SubjectWave> waves(
      String subjectId, String cameraId, double bpm, int seconds) {
    Random random = new Random(subjectId.hashCode() + 31L * cameraId.hashCode());
    List<SubjectWave> waves = new ArrayList<>();
    for (int second = 0; second <= seconds; second++) {
      long[] times = new long[30];
      float[] wave = new float[30];
      float[] colours = new float[90];
      for (int i = 0; i < 30; i++) {
        double at = second + i / 30.0 + 0.01;
        double phase = 2 * Math.PI * bpm / 60 * at;
        times[i] = 1_700_000_000_000_000L + Math.round(1e6 * at);
        wave[i] =
            (float) (Math.sin(phase) + 0.3 * Math.sin(2 * phase) + 0.03 * random.nextGaussian());
        for (int channel = 0; channel < 3; channel++) {
          double share = channel == 1 ? 0.008 : 0.003;
          colours[3 * i + channel] =
              (float) (0.5 - share * wave[i] + 0.0002 * random.nextGaussian());
        }
      }
      waves.add(SubjectWave.of(waveform(subjectId, cameraId, second, times, wave), colours));
    }
    return waves;
  }

  private static Waveform waveform(
      String subjectId, String cameraId, int sequence, long[] times, float[] wave) {
    WaveQuality quality = new WaveQuality(0, sequence, 0, 0, 30, new QualityReason[0]);
    return new Waveform(
        subjectId, cameraId, sequence, times, wave, "tiny", "", 30L * sequence, 0, quality, 0);
  }
}
