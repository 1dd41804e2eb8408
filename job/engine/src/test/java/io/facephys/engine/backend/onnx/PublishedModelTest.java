package io.facephys.engine.backend.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facephys.engine.EngineOptions;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.Provider;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import io.facephys.engine.StateLayout;
import io.facephys.engine.StatePrecision;
import io.facephys.engine.backend.PulseModels;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jetbrains.bio.npy.NpzFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The published model, and its weights in whole chunks, against the reference outputs that lie
 * beside them, made frame by frame with ONNX Runtime elsewhere. They carry no licence, so they lie
 * outside the project.
 *
 * <p>The published model has polynomials where its weights were trained with exp, sin and cos; that
 * is most of what the chunks differ by. States are float32; {@link StatePrecisionTest} has what
 * float16 adds.
 */
class PublishedModelTest {
  private static final Path PUBLISHED = Path.of(System.getProperty("facephys.published"));
  private static PulseModel frames;
  private static PulseModel chunks;

  @BeforeAll
  static void load() throws IOException {
    assumeTrue(
        Files.isDirectory(PUBLISHED),
        () ->
            "the published model's files are not at %s (-Dfacephys.published=...)"
                .formatted(PUBLISHED));
    Path state = PUBLISHED.resolve("state.gz");
    frames = PulseModels.load(ModelFiles.of(PUBLISHED.resolve("model.onnx"), state));
    EngineOptions float32 = new EngineOptions(StatePrecision.FLOAT32, Provider.CPU);
    chunks =
        PulseModels.load(ModelFiles.of(PUBLISHED.resolve("FacePhys.weights.h5"), state), float32);
  }

  @AfterAll
  static void close() {
    if (frames != null) {
      frames.close();
      chunks.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "steady-72, 1", "steady-72, 7", "steady-72, 30", "steady-72, 300",
    "real-ppg-a, 1", "real-ppg-a, 7", "real-ppg-a, 30", "real-ppg-a, 300",
    "jittered-95, 1", "jittered-95, 7", "jittered-95, 30", "jittered-95, 300"
  })
  void bothEnginesGiveTheReferenceWaveAndState(String name, int chunkFrames) {
    Clip clip = clip(name);
    for (PulseModel model : new PulseModel[] {frames, chunks}) {
      Clip.Run run = clip.run(model, chunkFrames);

      assertThat(run.wave()).containsExactly(clip.floats("wave.npy"), within(1e-3f));
      assertThat(Waves.correlation(run.wave(), clip.floats("wave.npy")))
          .isGreaterThanOrEqualTo(0.99999);
      assertFinalState(clip, run);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"steady-72", "real-ppg-a", "jittered-95"})
  void stateOfOneEngineGoesOnInTheOther(String name) {
    Clip clip = clip(name);
    float[] reference = clip.floats("wave.npy");
    PulseState state = frames.initialState();
    float[] wave = new float[clip.count()];
    for (int from = 0, chunk = 0; from < wave.length; from += 20, chunk++) {
      int to = Math.min(wave.length, from + 20);
      var step = clip.step(chunk % 2 == 0 ? frames : chunks, from, to, state);
      System.arraycopy(step.wave(), 0, wave, from, to - from);
      state = step.next();
    }

    assertThat(wave).containsExactly(reference, within(1e-3f));
  }

  private static Clip clip(String name) {
    return Clip.in(PUBLISHED.resolve("clips").resolve(name));
  }

  private static void assertFinalState(Clip clip, Clip.Run run) {
    FloatBuffer numbers = run.last().floats();
    try (var expected = NpzFile.read(clip.folder().resolve("final_state.npz"))) {
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
