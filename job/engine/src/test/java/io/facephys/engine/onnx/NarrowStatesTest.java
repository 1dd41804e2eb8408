package io.facephys.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.facephys.engine.EngineOptions;
import io.facephys.engine.Frames;
import io.facephys.engine.NonFiniteException;
import io.facephys.engine.PulseModel;
import io.facephys.engine.Step;
import io.facephys.engine.models.PulseModels;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Whole chunks with float16 states: another chunking rounds them at other frames. */
class NarrowStatesTest extends PulseModelContract {
  NarrowStatesTest() {
    super(
        OwnWeights.chunks(),
        EngineOptions.DEFAULT,
        Bounds.NONE
            .wave(5e-3f) // measured: 2.2e-3
            .state(0.5f) // measured: 0.17
            .referenceState(0.2f));
  }

  @Test
  void stateOfTheFrameEngineGoesOnHereAndBack() throws IOException {
    try (PulseModel frames = PulseModels.load(OwnWeights.frames())) {
      float[] whole = CLIP.run(frames, 30).wave();

      Step ofFrames = CLIP.step(frames, 0, 50, frames.initialState());
      Step ofChunks = CLIP.step(model(), 50, 100, ofFrames.next());
      Step back = CLIP.step(frames, 100, 120, ofChunks.next());

      assertThat(ofChunks.wave())
          .containsExactly(Arrays.copyOfRange(whole, 50, 100), within(5e-3f));
      assertThat(back.wave()).containsExactly(Arrays.copyOfRange(whole, 100, 120), within(5e-3f));
    }
  }

  @Test
  void stateOfAnotherFormatIsTakenAsIfConverted() throws IOException {
    try (PulseModel frames = PulseModels.load(OwnWeights.frames())) {
      Step wide = CLIP.step(frames, 0, 10, frames.initialState());

      Step converted = CLIP.step(model(), 10, 20, wide.next().in(model().stateLayout().format()));

      assertThat(CLIP.step(model(), 10, 20, wide.next()).next()).isEqualTo(converted.next());
    }
  }

  @Test
  void stateThatFloat16CannotHoldIsReported() {
    float[] glaring = new float[36 * 36 * 3];
    Arrays.fill(glaring, 1e5f);
    Frames frames = Frames.ofFloats(FloatBuffer.wrap(glaring), 1);

    assertThatExceptionOfType(NonFiniteException.class)
        .isThrownBy(() -> model().advance(frames, new float[] {0.03f}, model().initialState()))
        .withMessageMatching("the state is Infinity at index \\d+ of 500224");
  }
}
