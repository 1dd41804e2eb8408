package io.facephys.pipeline.pulse;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.engine.EngineOptions;
import io.facephys.engine.FrameIntervals;
import io.facephys.engine.Frames;
import io.facephys.engine.Provider;
import io.facephys.engine.PulseModel;
import io.facephys.engine.StatePrecision;
import io.facephys.engine.Step;
import io.facephys.pipeline.ShippedClip;
import io.facephys.pipeline.Subject;
import io.facephys.pipeline.TinyModel;
import io.facephys.pipeline.config.ModelLocation;
import io.facephys.pipeline.pulse.PulseHarness.Backend;
import java.util.Arrays;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A job with states of one precision, from a snapshot of a job with the other. */
class RestoredPrecisionTest {
  private static final int HALF = 20;
  private static final Subject SUBJECT = ShippedClip.subject("clip", 2 * HALF);

  @ParameterizedTest(name = "{1}, {0}, savepoint: {2}")
  @CsvSource({
    "FLOAT32, HASHMAP, true", "FLOAT16, HASHMAP, true",
    "FLOAT32, ROCKSDB, true", "FLOAT16, ROCKSDB, true",
    "FLOAT32, HASHMAP, false", "FLOAT16, ROCKSDB, false"
  })
  void restoredJobGoesOnFromTheConvertedState(
      StatePrecision before, Backend backend, boolean savepoint) throws Exception {
    ModelLocation old = keeping(before);
    ModelLocation other =
        keeping(before == StatePrecision.FLOAT32 ? StatePrecision.FLOAT16 : StatePrecision.FLOAT32);

    float[] expected = secondHalf(old, other);

    OperatorSubtaskState again;
    try (PulseHarness harness =
        PulseHarness.open(other, backend, afterTheFirstHalf(old, backend, savepoint))) {
      again = savepoint ? harness.savepoint() : harness.checkpoint();
      assertGoesOn(harness, expected);
    }
    try (PulseHarness harness = PulseHarness.open(other, backend, again)) {
      assertGoesOn(harness, expected);
    }
  }

  private static void assertGoesOn(PulseHarness harness, float[] expected) throws Exception {
    harness.send(SUBJECT.chunk(HALF, 2 * HALF).message());

    assertThat(harness.waves().get("clip")).containsExactly(expected);
    assertThat(harness.waveforms().get(0).framesBefore()).isEqualTo(HALF);
  }

  private static ModelLocation keeping(StatePrecision precision) {
    return new ModelLocation(null, null, new EngineOptions(precision, Provider.CPU));
  }

  private static OperatorSubtaskState afterTheFirstHalf(
      ModelLocation model, Backend backend, boolean savepoint) throws Exception {
    try (PulseHarness harness = PulseHarness.open(model, backend)) {
      harness.send(SUBJECT.chunk(0, HALF).message());
      return savepoint ? harness.savepoint() : harness.checkpoint();
    }
  }

  /** Step by step, the state between the two converted. */
  private static float[] secondHalf(ModelLocation first, ModelLocation second) {
    float[] seconds = FrameIntervals.ofFirst(SUBJECT.timesMicros()).seconds();
    try (PulseModel old = TinyModel.load(first);
        PulseModel other = TinyModel.load(second)) {
      Step step = old.advance(frames(0, HALF), Arrays.copyOf(seconds, HALF), old.initialState());
      return other
          .advance(
              frames(HALF, 2 * HALF),
              Arrays.copyOfRange(seconds, HALF, 2 * HALF),
              step.next().in(other.stateLayout().format()))
          .wave();
    }
  }

  private static Frames frames(int from, int to) {
    return Frames.ofBytes(SUBJECT.chunk(from, to).avro().getFrames(), to - from);
  }
}
