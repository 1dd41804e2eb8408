package io.facephys.engine.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facephys.engine.Engine;
import io.facephys.engine.EngineOptions;
import io.facephys.engine.FrameIntervals;
import io.facephys.engine.Frames;
import io.facephys.engine.Provider;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import io.facephys.engine.StatePrecision;
import io.facephys.engine.Step;
import io.facephys.engine.models.PulseModels;
import io.facephys.engine.onnx.OwnWeights;
import io.facephys.engine.onnx.PulseModelContract;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The kernels with float32 states: any chunking gives the same bits. */
class KernelModelTest extends PulseModelContract {
  KernelModelTest() {
    super(
        OwnWeights.chunks(),
        new EngineOptions(StatePrecision.FLOAT32, Provider.CPU, Engine.KERNEL),
        Bounds.NONE.referenceState(3e-3f));
  }

  @Test
  void stateOfOnnxRuntimeGoesOnHereAndBack() throws IOException {
    try (PulseModel frames = PulseModels.load(OwnWeights.frames())) {
      float[] whole = CLIP.run(frames, 30).wave();

      Step ofFrames = CLIP.step(frames, 0, 50, frames.initialState());
      Step ofKernels = CLIP.step(model(), 50, 100, ofFrames.next());
      Step back = CLIP.step(frames, 100, 120, ofKernels.next());

      assertThat(frames.stateLayout()).isEqualTo(model().stateLayout());
      assertThat(ofKernels.wave())
          .containsExactly(Arrays.copyOfRange(whole, 50, 100), within(1e-4f));
      assertThat(back.wave()).containsExactly(Arrays.copyOfRange(whole, 100, 120), within(1e-4f));
    }
  }

  /** A processor computes many times slower with subnormal numbers. */
  @Test
  void stateThatDecaysHasNoSubnormalNumbers() {
    PulseState initial = model().initialState();
    float[] small = new float[initial.format().size()];
    initial.floats().get(small);
    for (int i = 0; i < small.length; i++) {
      small[i] *= 1e-37f;
    }
    Frames black = Frames.ofBytes(ByteBuffer.allocate(60 * 36 * 36 * 3), 60);
    float[] intervals = new float[60];
    Arrays.fill(intervals, FrameIntervals.NOMINAL_SECONDS);

    PulseState later =
        model().advance(black, intervals, PulseState.of(small, initial.format())).next();

    float[] numbers = new float[small.length];
    later.floats().get(numbers);
    for (float number : numbers) {
      assertThat(number == 0 || Math.abs(number) >= Float.MIN_NORMAL).as("%s", number).isTrue();
    }
  }
}
