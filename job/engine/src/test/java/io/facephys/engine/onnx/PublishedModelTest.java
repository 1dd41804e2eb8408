package io.facephys.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facephys.engine.ModelFiles;
import io.facephys.engine.StateLayout;
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
 * The published model against the reference outputs that lie beside it, made frame by frame with
 * ONNX Runtime elsewhere. They carry no licence, so they lie outside the project.
 */
class PublishedModelTest {
  private static final Path PUBLISHED = Path.of(System.getProperty("facephys.published"));
  private static OnnxFrameModel published;
  private static OnnxFrameModel own;

  @BeforeAll
  static void load() throws IOException {
    assumeTrue(
        Files.isDirectory(PUBLISHED),
        () ->
            "the published model's files are not at %s (-Dfacephys.published=...)"
                .formatted(PUBLISHED));
    published =
        OnnxFrameModel.load(
            ModelFiles.of(PUBLISHED.resolve("model.onnx"), PUBLISHED.resolve("state.gz")));
    own = OnnxFrameModel.load(ModelFiles.ofDefault());
  }

  @AfterAll
  static void close() {
    if (published != null) {
      published.close();
      own.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "steady-72, 1", "steady-72, 7", "steady-72, 30", "steady-72, 300",
    "real-ppg-a, 1", "real-ppg-a, 7", "real-ppg-a, 30", "real-ppg-a, 300",
    "jittered-95, 1", "jittered-95, 7", "jittered-95, 30", "jittered-95, 300"
  })
  void publishedModelGivesTheReferenceWaveAndState(String name, int chunkFrames) {
    Clip clip = Clip.in(PUBLISHED.resolve("clips").resolve(name));

    Clip.Run run = clip.run(published, chunkFrames);

    assertThat(run.wave()).containsExactly(clip.floats("wave.npy"), within(1e-3f));
    assertFinalState(clip, run);
  }

  @ParameterizedTest
  @ValueSource(strings = {"steady-72", "real-ppg-a", "jittered-95"})
  void defaultModelGivesItsReferenceWave(String name) {
    Clip clip = Clip.in(PUBLISHED.resolve("clips").resolve(name));

    assertThat(clip.run(own, 30).wave())
        .containsExactly(clip.floats("wave_own.npy"), within(1e-3f));
  }

  private static void assertFinalState(Clip clip, Clip.Run run) {
    FloatBuffer numbers = run.last().floats();
    try (var expected = NpzFile.read(clip.folder().resolve("final_state.npz"))) {
      for (StateLayout.Tensor tensor : published.stateLayout().tensors()) {
        float[] values = new float[tensor.size()];
        numbers.get(values);
        assertThat(values)
            .as(tensor.describe())
            .containsExactly(
                expected.get(tensor.name(), Integer.MAX_VALUE).asFloatArray(), within(1e-3f));
      }
    }
    assertThat(numbers.hasRemaining()).isFalse();
  }
}
