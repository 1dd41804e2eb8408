package io.facephys.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.facephys.engine.Engine;
import io.facephys.engine.EngineOptions;
import io.facephys.engine.Frames;
import io.facephys.engine.NonFiniteException;
import io.facephys.engine.Provider;
import io.facephys.engine.PulseModel;
import io.facephys.engine.Step;
import io.facephys.engine.models.PulseModels;
import io.facephys.engine.onnx.OwnWeights;
import io.facephys.engine.onnx.PulseModelContract;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The kernels with float16 states: another chunking rounds them at other frames. */
class KernelNarrowStatesTest extends PulseModelContract {
  KernelNarrowStatesTest() {
    super(
        OwnWeights.chunks(),
        new EngineOptions(null, Provider.CPU, Engine.KERNEL),
        Bounds.NONE
            .wave(5e-3f) // measured: 2.2e-3
            .state(0.5f) // measured: 0.17
            .referenceState(0.2f));
  }

  @Test
  void chunksAlternateBetweenTheEngines() {
    try (PulseModel onnx = PulseModels.load(OwnWeights.chunks())) {
      float[] whole = CLIP.run(onnx, 30).wave();
      float[] wave = new float[120];
      Step step = CLIP.step(onnx, 0, 30, onnx.initialState());
      for (int from = 0; from < 120; from += 30) {
        PulseModel engine = from % 60 == 0 ? onnx : model();
        step = CLIP.step(engine, from, from + 30, from == 0 ? onnx.initialState() : step.next());
        System.arraycopy(step.wave(), 0, wave, from, 30);
      }

      assertThat(onnx.stateLayout()).isEqualTo(model().stateLayout());
      assertThat(wave).containsExactly(Arrays.copyOf(whole, 120), within(5e-3f));
    }
  }

  @Test
  void stateThatFloat16CannotHoldIsReported() {
    float[] glaring = new float[36 * 36 * 3];
    Arrays.fill(glaring, 1e5f);
    Frames frames = Frames.ofFloats(FloatBuffer.wrap(glaring), 1);

    assertThatExceptionOfType(NonFiniteException.class)
        .isThrownBy(() -> model().advance(frames, new float[] {0.03f}, model().initialState()))
        .withMessageMatching("the state is .* at index \\d+ of 500224");
  }
}
