package io.facephys.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.facephys.engine.Frames;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.ModelFormatException;
import io.facephys.engine.PulseModel;
import io.facephys.engine.Step;
import io.facephys.engine.models.PulseModels;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which models run, and with which messages others are refused. */
class OnnxContractTest {
  /**
   * Expected values are computed by hand from the formulas of {@link TinyModel}: frames of mean 0.5
   * and 0.25, intervals of 0.1 and 0.2 s.
   */
  @Test
  void modelWithOtherStatesAndFramesRuns() {
    float[] pixels = new float[96];
    Arrays.fill(pixels, 0, 48, 0.5f);
    Arrays.fill(pixels, 48, 72, 0.5f); // the other half stays 0
    try (PulseModel model = PulseModels.load(TinyModel.files())) {
      Frames frames = Frames.ofFloats(FloatBuffer.wrap(pixels), 2);
      Step step = model.advance(frames, new float[] {0.1f, 0.2f}, model.initialState());

      assertThat(step.wave()).containsExactly(new float[] {1.55f, 0.825f}, within(1e-6f));
      float[] next = new float[model.stateLayout().size()];
      step.next().floats().get(next);
      float[] expected = {
        0.325f, 0.575f, 0.825f, 1.075f, 1.325f, 0.3f, 1.3f, 2.3f, 3.3f, 4.3f, 5.3f
      };
      assertThat(next).containsExactly(expected, within(1e-6f));
      assertThat(model.frameHeight()).isEqualTo(4);
      assertThat(model.frameWidth()).isEqualTo(4);
    }
  }

  @Test
  void byteFramesAreScaledToOne() {
    try (PulseModel model = PulseModels.load(TinyModel.files())) {
      byte[] white = new byte[48];
      Arrays.fill(white, (byte) 255);
      Frames frames = Frames.ofBytes(ByteBuffer.wrap(white), 1);

      Step step = model.advance(frames, new float[] {0.2f}, model.initialState());

      assertThat(step.wave()[0]).isCloseTo(1.7f, within(1e-6f)); // 3 / 2 + 1 * 0.2
    }
  }

  @ParameterizedTest
  @MethodSource
  void modelOfAnotherContractIsRefusedWithWhatItHas(String words, String other, String message) {
    assertThat(TinyModel.TEXT).contains(words);
    ModelFiles files = TinyModel.files(TinyModel.TEXT.replace(words, other), TinyModel.STATE);

    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() -> PulseModels.load(files))
        .withMessageStartingWith("model 'tiny': ")
        .withMessageContaining(message);
  }

  static Stream<Arguments> modelOfAnotherContractIsRefusedWithWhatItHas() {
    String frame = TinyModel.input("input", 1, 1, 4, 4, 3);
    String states = "inputs input, dt and state_in_0, state_in_1, ... but has [";
    return Stream.of(
        arguments("\"dt\"", "\"delta\"", "the model has no input 'dt'; it has ["),
        arguments("\"input\"", "\"picture\"", "the model has no input 'input'; it has ["),
        arguments("Identity:0", "wave", "the model has no output 'Identity:0'; it has ["),
        arguments("Identity_2:0", "b", "the model has no output 'Identity_2:0'; it has ["),
        arguments("state_in_1", "state_in_2", states),
        arguments("state_in_0", "memory", states),
        arguments(
            frame,
            TinyModel.input("input", 1, 1, 4, 4, 1),
            "[1, 1, height, width, 3] but has [1, 1, 4, 4, 1]"),
        arguments(
            frame,
            TinyModel.input("input", 1, 4, 4, 3),
            "[1, 1, height, width, 3] but has [1, 4, 4, 3]"),
        arguments(
            frame,
            frame.replace("dim_value: 4", "dim_param: \"size\""),
            "input 'input' of fixed shape but has [1, 1, -1, -1, 3]"),
        arguments(
            frame, frame.replace("elem_type: 1", "elem_type: 11"), "ONNX Runtime cannot load it"));
  }

  @Test
  void damagedModelFileIsRefused() {
    ModelFiles files = TinyModel.files();
    byte[] cut = Arrays.copyOf(files.model(), files.model().length / 2);

    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() -> PulseModels.load(new ModelFiles("cut", cut, files.initialState())))
        .withMessageStartingWith("model 'cut': ONNX Runtime cannot load it: ");
  }

  @Test
  void stateFileOfAnotherModelIsRefused() throws IOException {
    ModelFiles tiny = TinyModel.files();
    ModelFiles mixed = new ModelFiles("mixed", tiny.model(), OwnWeights.frames().initialState());

    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() -> PulseModels.load(mixed))
        .withMessageContaining("model 'mixed': ")
        .withMessageContaining("state_in_0 [1, 5]");
  }

  @Test
  void onnxModelWithoutAStateFileIsRefused() {
    ModelFiles alone = new ModelFiles("alone", TinyModel.files().model(), null);

    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() -> PulseModels.load(alone))
        .withMessage(
            "model 'alone': an ONNX model needs a file with the state that subjects start from");
  }
}
