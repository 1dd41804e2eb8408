package io.facephys.engine.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.facephys.engine.ModelFiles;
import io.facephys.engine.ModelFormatException;
import io.facephys.engine.StateLayout;
import io.facephys.engine.StatePrecision;
import io.facephys.engine.weights.PulseWeights.StateSpaceModel;
import io.jhdf.HdfFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PulseWeightsTest {
  private static final byte[] DEFAULT = ModelFiles.ofDefault().model();

  @TempDir private Path folder;

  @Test
  void defaultWeightsHaveTheStateOfThePublishedModel() {
    PulseWeights weights = PulseWeights.read(DEFAULT);
    StateLayout layout = InitialState.layoutOf(weights, StatePrecision.FLOAT32);

    assertThat(layout.tensors()).hasSize(46);
    assertThat(layout.tensors().get(0).name()).isEqualTo("state_in_0");
    assertThat(layout.tensors().get(0).shape()).isEqualTo(List.of(1L, 32L, 4L, 128L));
    assertThat(layout.tensors().get(14).shape()).isEqualTo(List.of(1L, 1L, 18L, 18L, 32L));
    assertThat(layout.tensors().get(45).shape()).isEqualTo(List.of(1L, 4L, 96L));
    assertThat(InitialState.of(weights).size()).isEqualTo(layout.size()).isEqualTo(500_224);
  }

  /**
   * The order of the published model: five tensors of each convolution, then three of each head
   * model.
   */
  @Test
  void eachStateTensorHasTheShapeOfItsLayer() {
    PulseWeights weights = PulseWeights.read(DEFAULT);
    StateLayout layout = InitialState.layoutOf(weights, StatePrecision.FLOAT32);
    int layers = weights.convolutions().size();
    for (int layer = 0; layer < layers + weights.headModels().size(); layer++) {
      boolean head = layer >= layers;
      StateSpaceModel model =
          head
              ? weights.headModels().get(layer - layers)
              : weights.convolutions().get(layer).model();
      long[] states = {1, model.heads(), model.headSize(), model.states()};

      assertThat(shape(layout, StateTensor.REAL, layer)).containsExactly(states);
      assertThat(shape(layout, StateTensor.IMAGINARY, layer)).containsExactly(states);
      assertThat(shape(layout, StateTensor.TAIL, layer))
          .containsExactly(1, 4, model.tapsBias().size(0));
      if (!head) {
        long pixels = weights.blocks().get(layer / 2).pixels();
        assertThat(shape(layout, StateTensor.MEAN_SQUARE, layer))
            .containsExactly(1, 1, pixels, pixels, 32);
        assertThat(shape(layout, StateTensor.MEAN, layer))
            .containsExactly(1, 1, pixels, pixels, 32);
      }
    }
    assertThat(StateTensor.MEAN.of(7)).isEqualTo(39);
    assertThat(StateTensor.TAIL.of(9)).isEqualTo(45);
  }

  private static long[] shape(StateLayout layout, StateTensor tensor, int layer) {
    return layout.tensors().get(tensor.of(layer)).dimensions();
  }

  /** A mean square is stored as its logarithm, a mean as it is. */
  @Test
  void firstMeanSquareIsAboutThatWhichTrainingStartedFrom() {
    PulseWeights weights = PulseWeights.read(DEFAULT);
    int offset =
        InitialState.layoutOf(weights, StatePrecision.FLOAT32)
            .offset(StateTensor.MEAN_SQUARE.of(0));

    float first = InitialState.of(weights).floats().get(offset);

    assertThat((double) first).isBetween(Math.exp(-3.5), Math.exp(-2.5));
  }

  @Test
  void fileOfAnotherKindIsRefused() {
    byte[] text = "PK and so on".getBytes(StandardCharsets.US_ASCII);

    assertThat(PulseWeights.isWeightsFile(text)).isFalse();
    assertThat(PulseWeights.isWeightsFile(new byte[3])).isFalse();
    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() -> PulseWeights.read(text))
        .withMessage("the weights file is not an HDF5 file");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.00001, 0.01, 0.5, 0.9})
  void truncatedFileIsRefused(double share) {
    byte[] cut = Arrays.copyOf(DEFAULT, (int) (DEFAULT.length * share));

    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() -> PulseWeights.read(cut))
        .withMessageContaining("the weights file");
  }

  @Test
  void missingArrayIsNamed() throws IOException {
    byte[] empty = fileWith(new float[3][32], "something_else");

    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() -> PulseWeights.read(empty))
        .withMessageContaining("'layers/sequential/layers/ssc_block/in_proj/vars/0'")
        .withMessageContaining("of shape [3, 32], but it cannot be read");
  }

  @Test
  void arrayOfAnotherShapeOrTypeOrWithNotANumberIsRefused() throws IOException {
    assertRefused(new float[4][32], "of shape [3, 32], but it has shape [4, 32]");
    assertRefused(new int[3][32], "of shape [3, 32], but it holds int");
    float[][] broken = new float[3][32];
    broken[1][1] = Float.NaN;
    assertRefused(broken, "the weights file has NaN in 'layers/");
  }

  private void assertRefused(Object array, String message) throws IOException {
    byte[] file = fileWith(array, "0");

    assertThatExceptionOfType(ModelFormatException.class)
        .isThrownBy(() -> PulseWeights.read(file))
        .withMessageContaining(message);
  }

  private byte[] fileWith(Object array, String name) throws IOException {
    Path file = folder.resolve("test.h5");
    try (var writable = HdfFile.write(file)) {
      writable
          .putGroup("layers")
          .putGroup("sequential")
          .putGroup("layers")
          .putGroup("ssc_block")
          .putGroup("in_proj")
          .putGroup("vars")
          .putDataset(name, array);
    }
    return Files.readAllBytes(file);
  }
}
