package io.facephys.measure.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facephys.engine.ModelFiles;
import io.facephys.engine.PulseModel;
import io.facephys.engine.models.PulseModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.bytedeco.tensorflowlite.BuiltinOpResolver;
import org.bytedeco.tensorflowlite.BuiltinOpResolverWithXNNPACK;
import org.bytedeco.tensorflowlite.BuiltinOpResolverWithoutDefaultDelegates;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The row that is named LiteRT (XNNPACK) is LiteRT with XNNPACK. */
final class LiteRtPeerTest {
  private static final Path PUBLISHED = Path.of(System.getProperty("facephys.published"));
  private static final Path MODEL = PUBLISHED.resolve("model.tflite");

  @BeforeAll
  static void needsThePublishedFiles() {
    assumeTrue(
        Files.isRegularFile(MODEL),
        () -> "there is no '%s' (-Dfacephys.published=...)".formatted(MODEL));
  }

  @Test
  void xnnpackRunsMostNodesOfTheModel() throws IOException {
    try (LiteRtPeer peer = peer(new BuiltinOpResolverWithXNNPACK(true))) {
      assertThat(peer.share().takenOver()).isGreaterThan(4 * peer.share().left());
      assertThat(peer.name()).contains("XNNPACK: %d of".formatted(peer.share().takenOver()));
    }
  }

  @Test
  void withoutXnnpackThereIsNoRow() {
    assertThatThrownBy(() -> peer(new BuiltinOpResolverWithoutDefaultDelegates()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("XNNPACK runs none of the model's");
  }

  /** Its weights are rounded to 8 bits, so its wave is close to the reference and not equal. */
  @Test
  void carriesTheStateFromFrameToFrame() throws Exception {
    BenchClip clip = BenchClip.load(PUBLISHED.resolve("clips/steady-72"), 60);
    double[] expected = doubles(clip.reference("wave.npy").orElseThrow());
    try (LiteRtPeer peer = peer(new BuiltinOpResolverWithXNNPACK(true))) {
      double[] wave = doubles(peer.run(clip));
      assertThat(new PearsonsCorrelation().correlation(wave, expected)).isGreaterThan(0.99);
      assertThat(doubles(peer.run(clip))).isEqualTo(wave);
    }
  }

  private static LiteRtPeer peer(BuiltinOpResolver operators) throws IOException {
    ModelFiles files =
        ModelFiles.of(PUBLISHED.resolve("model.onnx"), PUBLISHED.resolve("state.gz"));
    try (PulseModel model = PulseModels.load(files)) {
      return new LiteRtPeer(MODEL, model.stateLayout(), model.initialState(), operators);
    }
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
