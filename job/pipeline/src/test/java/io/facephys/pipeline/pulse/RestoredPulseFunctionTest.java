package io.facephys.pipeline.pulse;

import static org.apache.flink.runtime.state.KeyGroupRangeAssignment.assignKeyToParallelOperator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facephys.engine.PulseModel;
import io.facephys.pipeline.Subject;
import io.facephys.pipeline.TinyModel;
import io.facephys.pipeline.config.ModelLocation;
import io.facephys.pipeline.pulse.PulseHarness.Backend;
import io.facephys.pipeline.record.Waveform;
import io.facephys.pipeline.state.CameraStates;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@link PulseFunction} from a snapshot taken after half of the frames. */
class RestoredPulseFunctionTest {
  private static final int HALF = 20;
  private static final List<Subject> SUBJECTS =
      List.of(
          Subject.of("anna", 2 * HALF), Subject.of("bert", 2 * HALF), Subject.of("cleo", 2 * HALF));

  @TempDir private static Path folder;
  private static ModelLocation tiny;
  private static PulseModel engine;

  @BeforeAll
  static void load() {
    tiny = TinyModel.in(folder);
    engine = TinyModel.load(tiny);
  }

  @AfterAll
  static void close() {
    engine.close();
  }

  @ParameterizedTest
  @EnumSource
  void restoredRunEqualsUnbrokenRun(Backend backend) throws Exception {
    OperatorSubtaskState snapshot = afterTheFirstHalf(backend, false);

    try (PulseHarness restored = PulseHarness.open(tiny, backend, snapshot)) {
      sendSecondHalves(restored, SUBJECTS);

      assertSecondHalvesAreTheEngines(restored.waves());
      assertThat(restored.waveforms()).extracting(Waveform::framesBefore).containsOnly((long) HALF);
      assertThat(restored.waveforms()).extracting(Waveform::replacedIntervals).containsOnly(0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void savepointOfOneBackendIsRestoredInTheOther(Backend from) throws Exception {
    OperatorSubtaskState savepoint = afterTheFirstHalf(from, true);
    Backend other = from == Backend.HASHMAP ? Backend.ROCKSDB : Backend.HASHMAP;

    try (PulseHarness restored = PulseHarness.open(tiny, other, savepoint)) {
      sendSecondHalves(restored, SUBJECTS);

      assertSecondHalvesAreTheEngines(restored.waves());
    }
  }

  @ParameterizedTest
  @EnumSource
  void runRescaledFromOneSubtaskToTwoEqualsUnbrokenRun(Backend backend) throws Exception {
    OperatorSubtaskState snapshot = afterTheFirstHalf(backend, false);

    List<Waveform> waveforms = new ArrayList<>();
    for (int index = 0; index < 2; index++) {
      try (PulseHarness half = PulseHarness.closed(tiny, backend, 2, index)) {
        half.open(PulseHarness.halfOf(snapshot, index));
        List<Subject> owned = ownedBy(index);
        assertThat(owned).isNotEmpty();
        assertThat(half.subjectsWith(CameraStates.CAMERA_SSM_STATE))
            .isEqualTo(owned.stream().map(Subject::id).toList());
        sendSecondHalves(half, owned);
        waveforms.addAll(half.waveforms());
      }
    }

    assertSecondHalvesAreTheEngines(PulseHarness.joined(waveforms));
  }

  @ParameterizedTest
  @EnumSource
  void stateOfAnotherModelIsRefused(Backend backend) throws Exception {
    OperatorSubtaskState snapshot = afterTheFirstHalf(backend, false);
    ModelLocation other = TinyModel.otherIn(folder);
    SharedModel shared = SharedModel.acquire(other);
    String otherSha256 = shared.model().identity().sha256();

    try (PulseHarness harness = PulseHarness.closed(other, backend, 1, 0)) {
      assertThatThrownBy(() -> harness.open(snapshot))
          .rootCause()
          .hasMessageContaining("belong to the model with SHA-256 " + engine.identity().sha256())
          .hasMessageContaining("this job runs " + otherSha256)
          .hasMessageContaining("'./facephys state restart' writes a savepoint");
    }
    shared.close();
    assertThat(TinyModel.isFreed(shared.model())).isTrue();
  }

  @Test
  void snapshotDoesNotChangeWhatGoesOn() throws Exception {
    try (PulseHarness harness = PulseHarness.open(tiny, Backend.HASHMAP)) {
      harness.send(SUBJECTS.get(0).chunk(0, HALF).message());
      OperatorSubtaskState snapshot = harness.checkpoint();
      harness.send(SUBJECTS.get(0).chunk(HALF, 2 * HALF).message());

      try (PulseHarness restored = PulseHarness.open(tiny, Backend.HASHMAP, snapshot)) {
        restored.send(SUBJECTS.get(0).chunk(HALF, 2 * HALF).message());
        assertThat(harness.waveforms().get(1))
            .usingRecursiveComparison()
            .isEqualTo(restored.waveforms().get(0));
      }
    }
  }

  private static OperatorSubtaskState afterTheFirstHalf(Backend backend, boolean savepoint)
      throws Exception {
    try (PulseHarness harness = PulseHarness.open(tiny, backend)) {
      for (Subject subject : SUBJECTS) {
        harness.send(subject.chunk(0, HALF).message());
      }
      return savepoint ? harness.savepoint() : harness.checkpoint();
    }
  }

  private static List<Subject> ownedBy(int index) {
    return SUBJECTS.stream()
        .filter(
            subject ->
                assignKeyToParallelOperator(subject.id(), PulseHarness.MAX_PARALLELISM, 2) == index)
        .toList();
  }

  private static void sendSecondHalves(PulseHarness harness, List<Subject> subjects)
      throws Exception {
    for (Subject subject : subjects) {
      harness.send(subject.chunk(HALF, 2 * HALF).message());
    }
  }

  private static void assertSecondHalvesAreTheEngines(Map<String, float[]> waves) {
    for (Subject subject : SUBJECTS) {
      assertThat(waves.get(subject.id()))
          .as(subject.id())
          .containsExactly(Arrays.copyOfRange(subject.wave(engine), HALF, 2 * HALF));
    }
  }
}
