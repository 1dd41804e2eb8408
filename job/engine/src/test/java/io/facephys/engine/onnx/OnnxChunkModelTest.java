package io.facephys.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facephys.engine.EngineOptions;
import io.facephys.engine.Provider;
import io.facephys.engine.PulseModel;
import io.facephys.engine.StatePrecision;
import io.facephys.engine.Step;
import io.facephys.engine.models.PulseModels;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Whole chunks with float32 states: another chunking adds the same numbers in another order. */
class OnnxChunkModelTest extends PulseModelContract {
  OnnxChunkModelTest() {
    super(
        OwnWeights.chunks(),
        new EngineOptions(StatePrecision.FLOAT32, Provider.CPU),
        Bounds.NONE
            .wave(1e-4f) // measured: 1e-5
            .state(1e-2f) // measured: 3.6e-3, of values up to 226
            .referenceState(3e-3f));
  }

  @Test
  void stateOfOneEngineGoesOnInTheOther() throws IOException {
    try (PulseModel frames = PulseModels.load(OwnWeights.frames())) {
      float[] whole = CLIP.run(frames, 30).wave();

      Step ofFrames = CLIP.step(frames, 0, 50, frames.initialState());
      Step ofChunks = CLIP.step(model(), 50, 100, ofFrames.next());
      Step back = CLIP.step(frames, 100, 120, ofChunks.next());

      assertThat(frames.initialState()).isEqualTo(model().initialState());
      assertThat(frames.stateLayout()).isEqualTo(model().stateLayout());
      assertThat(ofChunks.wave())
          .containsExactly(Arrays.copyOfRange(whole, 50, 100), within(1e-4f));
      assertThat(back.wave()).containsExactly(Arrays.copyOfRange(whole, 100, 120), within(1e-4f));
    }
  }
}
