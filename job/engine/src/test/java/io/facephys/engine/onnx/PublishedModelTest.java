package io.facephys.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facephys.engine.Engine;
import io.facephys.engine.EngineOptions;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.Provider;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import io.facephys.engine.StateLayout;
import io.facephys.engine.StatePrecision;
import io.facephys.engine.Step;
import io.facephys.engine.models.PulseModels;
import io.facephys.engine.recording.ModelRun;
import io.facephys.engine.recording.Recording;
import io.facephys.engine.recording.RecordingFiles;
import io.facephys.engine.recording.TestRecordings;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import org.jetbrains.bio.npy.NpzFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares the published model, frame by frame, and the published weights, in chunks and kernels,
 * with the reference outputs beside them, which ONNX Runtime computed frame by frame. The published
 * files have no licence and are not part of the project.
 *
 * <p>The published model replaces exp, sin and cos, with which the weights were trained, by
 * polynomials; this causes most of the difference. States are float32; {@link StatePrecisionTest}
 * measures the effect of float16.
 */
class PublishedModelTest {
  private static PulseModel frames;
  private static PulseModel chunks;
  private static PulseModel kernels;

  @BeforeAll
  static void load() throws IOException {
    TestRecordings.assumePublished();
    Path state = TestRecordings.PUBLISHED.resolve("state.gz");
    frames = PulseModels.load(ModelFiles.of(TestRecordings.PUBLISHED.resolve("model.onnx"), state));
    EngineOptions float32 = new EngineOptions(StatePrecision.FLOAT32, Provider.CPU);
    ModelFiles weights =
        ModelFiles.of(TestRecordings.PUBLISHED.resolve("FacePhys.weights.h5"), state);
    chunks = PulseModels.load(weights, float32);
    kernels =
        PulseModels.load(
            weights, new EngineOptions(StatePrecision.FLOAT32, Provider.CPU, Engine.KERNEL));
  }

  @AfterAll
  static void close() {
    if (frames != null) {
      frames.close();
      chunks.close();
      kernels.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "steady-72, 1", "steady-72, 7", "steady-72, 30", "steady-72, 300",
    "real-ppg-a, 1", "real-ppg-a, 7", "real-ppg-a, 30", "real-ppg-a, 300",
    "jittered-95, 1", "jittered-95, 7", "jittered-95, 30", "jittered-95, 300"
  })
  void everyEngineGivesTheReferenceWaveAndState(String name, int chunkFrames) {
    Path folder = TestRecordings.published(name);
    float[] reference = RecordingFiles.floats(folder.resolve("wave.npy"));
    for (PulseModel model : new PulseModel[] {frames, chunks, kernels}) {
      ModelRun result = RecordingFiles.ofFolder(folder).run(model, chunkFrames);

      assertThat(result.wave()).containsExactly(reference, within(1e-3f));
      assertThat(Waves.correlation(result.wave(), reference)).isGreaterThanOrEqualTo(0.99999);
      assertFinalState(folder, result.state());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"steady-72", "real-ppg-a", "jittered-95"})
  void stateOfOneEngineGoesOnInTheNext(String name) {
    Path folder = TestRecordings.published(name);
    Recording clip = RecordingFiles.ofFolder(folder);
    PulseState state = frames.initialState();
    float[] wave = new float[clip.length()];
    for (int from = 0, chunk = 0; from < wave.length; from += 20, chunk++) {
      int to = Math.min(wave.length, from + 20);
      PulseModel model = List.of(frames, kernels, chunks).get(chunk % 3);
      Step step = clip.step(model, from, to, state);
      System.arraycopy(step.wave(), 0, wave, from, to - from);
      state = step.next();
    }

    assertThat(wave)
        .containsExactly(RecordingFiles.floats(folder.resolve("wave.npy")), within(1e-3f));
  }

  private static void assertFinalState(Path folder, PulseState state) {
    FloatBuffer numbers = state.floats();
    try (var expected = NpzFile.read(folder.resolve("final_state.npz"))) {
      for (StateLayout.Tensor tensor : frames.stateLayout().tensors()) {
        float largest = 0;
        for (float number : expected.get(tensor.name(), Integer.MAX_VALUE).asFloatArray()) {
          largest = Math.max(largest, Math.abs(number - numbers.get()));
        }
        assertThat(largest).as(tensor.describe()).isLessThanOrEqualTo(1e-3f);
      }
    }
    assertThat(numbers.hasRemaining()).isFalse();
  }
}
