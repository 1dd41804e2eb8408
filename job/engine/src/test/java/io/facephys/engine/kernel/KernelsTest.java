package io.facephys.engine.kernel;

import static io.facephys.engine.kernel.Winograd.INPUT;
import static io.facephys.engine.kernel.Winograd.POSITIONS;
import static io.facephys.engine.kernel.Winograd.TILE;
import static io.facephys.engine.weights.PulseWeights.CHANNELS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.facephys.engine.EngineOptions;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.PulseState;
import io.facephys.engine.StateFormat;
import io.facephys.engine.kernel.MatMul.Matrix;
import io.facephys.engine.weights.InitialState;
import io.facephys.engine.weights.PulseWeights;
import io.facephys.engine.weights.PulseWeights.Convolution;
import io.facephys.engine.weights.Weight;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kernel gives what its definition, written as plain loops, gives on random values. */
class KernelsTest {
  private final Random random = new Random(7);

  @ParameterizedTest
  @CsvSource({"6, 64, 32", "1, 32, 128", "13, 288, 32", "30, 704, 64"})
  void productIsTheSumOverK(int rows, int columns, int depth) {
    int padded = MatMul.padded(rows);
    float[] a = values(padded * depth);
    float[] b = values(depth * columns);
    float[] c = new float[padded * columns];

    Matrix left = new Matrix(a, 0, depth);
    MatMul.multiply(rows, depth, left, new Matrix(b, 0, columns), new Matrix(c, 0, columns));

    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        float sum = 0;
        for (int k = 0; k < depth; k++) {
          sum = Math.fma(a[row * depth + k], b[k * columns + column], sum);
        }
        assertThat(c[row * columns + column]).isEqualTo(sum);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 6, 18})
  void productFrom32To64ChannelsIsTheSumOverK(int rows) {
    int padded = PixelMatMul.padded(rows);
    float[] b = values(CHANNELS * 2 * CHANNELS);
    float[] pixels = values(padded * CHANNELS);
    float[] tiles = values(padded * Winograd.INPUT_STRIDE);
    float[] ofPixels = new float[padded * 2 * CHANNELS];
    float[] ofTiles = new float[padded * Winograd.PRODUCT_STRIDE];

    PixelMatMul.multiply(rows, pixels, 0, b, 0, ofPixels, 0);
    TileMatMul.multiply(rows, tiles, CHANNELS, b, 0, ofTiles, 2 * CHANNELS);

    for (int row = 0; row < rows; row++) {
      for (int out = 0; out < 2 * CHANNELS; out++) {
        float ofPixel = 0;
        float ofTile = 0;
        for (int in = 0; in < CHANNELS; in++) {
          float weight = b[in * 2 * CHANNELS + out];
          ofPixel = Math.fma(pixels[row * CHANNELS + in], weight, ofPixel);
          ofTile = Math.fma(tiles[row * Winograd.INPUT_STRIDE + CHANNELS + in], weight, ofTile);
        }
        assertThat(ofPixels[row * 2 * CHANNELS + out]).isEqualTo(ofPixel);
        assertThat(ofTiles[row * Winograd.PRODUCT_STRIDE + 2 * CHANNELS + out]).isEqualTo(ofTile);
      }
    }
  }

  @Test
  void winogradIsTheConvolution() {
    Weight kernel = Weight.of(values(9 * CHANNELS * 2 * CHANNELS), 3, 3, CHANNELS, 2 * CHANNELS);
    float[] transformed = Winograd.transformKernel(kernel);
    float[] input = values(POSITIONS * CHANNELS);
    float[] v = new float[POSITIONS * CHANNELS];
    float[] workspace = new float[POSITIONS * 16];
    Winograd.transformInput(input, 0, INPUT * CHANNELS, workspace, v, 0);
    float[] products = new float[POSITIONS * 2 * CHANNELS];
    for (int position = 0; position < POSITIONS; position++) {
      for (int out = 0; out < 2 * CHANNELS; out++) {
        double sum = 0;
        for (int in = 0; in < CHANNELS; in++) {
          sum +=
              (double) v[position * CHANNELS + in]
                  * transformed[(position * CHANNELS + in) * 2 * CHANNELS + out];
        }
        products[position * 2 * CHANNELS + out] = (float) sum;
      }
    }
    float[] tile = new float[TILE * TILE * CHANNELS];
    Winograd.transformOutput(products, CHANNELS, workspace, tile, 0, TILE * CHANNELS);

    for (int pixel = 0; pixel < TILE * TILE; pixel++) {
      for (int out = 0; out < CHANNELS; out++) {
        double sum = 0;
        for (int tap = 0; tap < 9; tap++) {
          int at = ((pixel / TILE + tap / 3) * INPUT + pixel % TILE + tap % 3) * CHANNELS;
          for (int in = 0; in < CHANNELS; in++) {
            int weight = (tap * CHANNELS + in) * 2 * CHANNELS + CHANNELS + out;
            sum += (double) input[at + in] * kernel.values()[weight];
          }
        }
        assertThat(tile[pixel * CHANNELS + out]).isCloseTo((float) sum, within(2e-4f));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 9, 18, 36})
  void convolutionOfAConstantFrameIsThatOfItsPixels(int pixels) {
    float[] taps = values(9 * CHANNELS * CHANNELS);
    float[] bias = values(CHANNELS);
    float[] added = values(6 * CHANNELS);
    Matrix result = Matrix.zeros(6, ConstantConvolution.VALUES);
    new ConstantConvolution(
            new Convolution(Weight.of(taps, 3, 3, CHANNELS, CHANNELS), Weight.of(bias, CHANNELS)))
        .run(new Matrix(added, 0, CHANNELS), 2, result);

    for (int frame = 0; frame < 2; frame++) {
      for (int pixel = 0; pixel < pixels * pixels; pixel++) {
        int row = pixel / pixels;
        int column = pixel % pixels;
        int place =
            ConstantConvolution.ofRow(row, pixels) + ConstantConvolution.ofRow(column, pixels) / 3;
        for (int out = 0; out < CHANNELS; out++) {
          double sum = bias[out];
          for (int tap = 0; tap < 9; tap++) {
            int fromRow = row + tap / 3 - 1;
            int fromColumn = column + tap % 3 - 1;
            boolean inside =
                fromRow >= 0 && fromRow < pixels && fromColumn >= 0 && fromColumn < pixels;
            for (int in = 0; inside && in < CHANNELS; in++) {
              sum +=
                  (double) added[frame * CHANNELS + in]
                      * taps[(tap * CHANNELS + in) * CHANNELS + out];
            }
          }
          assertThat(result.values()[frame * ConstantConvolution.VALUES + place * CHANNELS + out])
              .isCloseTo((float) sum, within(1e-4f));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1000, 100, 147", "1001, 0, 1001", "999, 2, 2", "37, 0, 37"})
  void stateIsReadAndWrittenAsPulseStateDoesIt(int size, int firstFloat32, int endFloat32) {
    StateFormat format = new StateFormat(size, firstFloat32, endFloat32);
    float[] values = values(size);
    for (int i = 0; i < size; i++) {
      values[i] *= (float) Math.pow(10, random.nextInt(13) - 8); // some are subnormal as float16
    }

    byte[] bytes = new byte[4 * size];
    boolean finite = StateValues.write(values, format, bytes);
    PulseState written = PulseState.copyOf(ByteBuffer.wrap(bytes), format);
    float[] read = new float[size];
    StateValues.read(written, read, new byte[4 * size]);

    assertThat(finite).isTrue();
    assertThat(written).isEqualTo(PulseState.of(values, format));
    float[] expected = new float[size];
    written.floats().get(expected);
    assertThat(read).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource({"NaN, 57", "Infinity, 0", "-Infinity, 97", "70000, 57", "NaN, 70", "-Infinity, 79"})
  void valuesThatAStateCannotHoldAreFound(float value, int at) {
    StateFormat format = new StateFormat(100, 70, 80); // 97 is behind the last whole vector
    float[] values = values(100);
    values[at] = value;

    byte[] bytes = new byte[4 * values.length];
    boolean finite = StateValues.write(values, format, bytes);
    PulseState written = PulseState.copyOf(ByteBuffer.wrap(bytes), format);

    assertThat(finite).isFalse();
    assertThat(written.firstNotFinite()).hasValue(at);
    float[] read = new float[100];
    StateValues.read(written, read, new byte[4 * read.length]);
    assertThat(Float.isFinite(read[at])).isFalse();
    assertThat(StateValues.areFinite(read, 0, read.length)).isFalse();
  }

  /** All kernels index arrays through a mask, which would cut the indices of a larger array. */
  @Test
  void arrayWhoseIndicesTheMaskWouldCutIsNotMade() {
    float[] largest = Vectors.allocate(1 << 12, 1 << 12);

    assertThat(largest).hasSize(Vectors.INDEX + 1); // and INDEX has all bits of its indices
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Vectors.allocate(1 << 12, (1 << 12) + 1))
        .withMessage(
            "an array of 16781312 values is too large for the kernels, whose indices end at 16777215");
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> Vectors.allocate(1 << 16, 1 << 16)); // 0 as an int
  }

  @Test
  void blockOfMoreFramesThanTheMaskAllowsIsNotMade() {
    PulseWeights weights = PulseWeights.read(ModelFiles.ofDefault().model());
    Block block = new Block(weights, 0, InitialState.layoutOf(weights, EngineOptions.DEFAULT));
    int most = Vectors.MAX_VALUES / block.stride();

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> block.new BlockWorkspace(most + 1, new StateConvolution.TileWorkspace()));
  }

  private float[] values(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
