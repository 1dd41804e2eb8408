package io.facephys.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.facephys.engine.EngineOptions;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.ModelFormatException;
import io.facephys.engine.Provider;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import io.facephys.engine.StatePrecision;
import io.facephys.engine.models.PulseModels;
import io.facephys.engine.recording.Recording;
import io.facephys.engine.recording.RecordingFiles;
import io.facephys.engine.recording.TestRecordings;
import io.facephys.engine.weights.StateFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How much memory float16 states save, and how far they change the wave. */
class StatePrecisionTest {
  private static final EngineOptions FLOAT32 =
      new EngineOptions(StatePrecision.FLOAT32, Provider.CPU);
  private static final EngineOptions FLOAT16 =
      new EngineOptions(StatePrecision.FLOAT16, Provider.CPU);

  @Test
  void statesOfWeightsAreFloat16UnlessFloat32IsAskedFor() {
    assertThat(bytesOfAState(EngineOptions.DEFAULT)).isEqualTo(1_083_392);
    assertThat(bytesOfAState(FLOAT16)).isEqualTo(1_083_392);
    assertThat(bytesOfAState(FLOAT32)).isEqualTo(2_000_896);
  }

  private static int bytesOfAState(EngineOptions options) {
    try (PulseModel model = PulseModels.load(ModelFiles.ofDefault(), options)) {
      assertThat(model.initialState().format()).isEqualTo(model.stateLayout().format());
      return model.initialState().bytes().remaining();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 30})
  void waveIsWithinAHundredthOfThatOfFloat32(int chunkFrames) {
    assertWavesAreClose(ModelFiles.ofDefault(), TestRecordings.SHIPPED, chunkFrames);
  }

  /** The first one is the longest, 600 frames; measured: 0.0057, 0.0017, 0.0008. */
  @ParameterizedTest
  @CsvSource({
    "steady-72, 1",
    "steady-72, 7",
    "steady-72, 30",
    "real-ppg-a, 1",
    "real-ppg-a, 30",
    "jittered-95, 1",
    "jittered-95, 30"
  })
  void waveOfThePublishedWeightsIsWithinAHundredthToo(String clip, int chunkFrames)
      throws IOException {
    TestRecordings.assumePublished();
    assertWavesAreClose(
        ModelFiles.of(
            TestRecordings.PUBLISHED.resolve("FacePhys.weights.h5"),
            TestRecordings.PUBLISHED.resolve("state.gz")),
        TestRecordings.published(clip),
        chunkFrames);
  }

  private static void assertWavesAreClose(ModelFiles files, Path folder, int chunkFrames) {
    Recording clip = RecordingFiles.ofFolder(folder);
    try (PulseModel wide = PulseModels.load(files, FLOAT32);
        PulseModel narrow = PulseModels.load(files, FLOAT16)) {
      assertThat(clip.run(narrow, chunkFrames).wave())
          .containsExactly(clip.run(wide, chunkFrames).wave(), within(0.01f));
    }
  }

  @Test
  void initialStateThatFloat16CannotHoldNeedsFloat32() throws IOException {
    ModelFiles files = startingFrom(70_000);

    PulseModels.load(files, FLOAT32).close();
    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() -> PulseModels.load(files, FLOAT16))
        .withMessage(
            "model 'own-2': the initial state is Infinity at index 3; float16 holds values up to 65504, so use state precision float32");
  }

  private static ModelFiles startingFrom(float fourthNumber) throws IOException {
    ModelFiles own = ModelFiles.ofDefault();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (PulseModel model = PulseModels.load(own, FLOAT32)) {
      ByteBuffer numbers = ByteBuffer.allocate(model.stateLayout().format().bytes());
      numbers.put(model.initialState().bytes()).order(PulseState.BYTE_ORDER);
      PulseState state = PulseState.copyOf(numbers.putFloat(12, fourthNumber).flip());
      StateFile.write(file, model.stateLayout(), state);
    }
    return new ModelFiles(own.name(), own.model(), file.toByteArray());
  }

  @Test
  void onnxModelKeepsItsStatesInFloat32() throws IOException {
    ModelFiles frames = OwnWeights.frames();

    try (PulseModel model = PulseModels.load(frames, FLOAT32)) {
      assertThat(model.initialState().bytes().remaining()).isEqualTo(2_000_896);
    }
    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() -> PulseModels.load(frames, FLOAT16))
        .withMessage(
            "model 'own-1': an ONNX model keeps its states as float32; state precision float16 needs FacePhys weights");
  }
}
