package io.facephys.engine.kernel;

import static io.facephys.engine.kernel.Winograd.INPUT;
import static io.facephys.engine.kernel.Winograd.POSITIONS;
import static io.facephys.engine.kernel.Winograd.TILE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facephys.engine.PulseState;
import io.facephys.engine.StateFormat;
import io.facephys.engine.kernel.Products.Matrix;
import io.facephys.engine.weights.PulseWeights.Convolution;
import io.facephys.engine.weights.Weight;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kernel gives what its definition, written as plain loops, gives on random numbers. */
class KernelsTest {
  private static final int CHANNELS = SteeredConvolution.CHANNELS;
  private final Random random = new Random(7);

  @ParameterizedTest
  @CsvSource({"6, 64, 32", "1, 32, 128", "13, 288, 32", "30, 704, 64"})
  void productIsTheSumOverK(int rows, int columns, int depth) {
    int padded = Products.padded(rows);
    float[] a = numbers(padded * depth);
    float[] b = numbers(depth * columns);
    float[] c = new float[padded * columns];

    Products.multiply(
        rows,
        columns,
        depth,
        new Matrix(a, depth),
        0,
        new Matrix(b, columns),
        0,
        new Matrix(c, columns),
        0);

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
    int padded = PixelProducts.padded(rows);
    float[] b = numbers(CHANNELS * 2 * CHANNELS);
    float[] pixels = numbers(padded * CHANNELS);
    float[] tiles = numbers(padded * Winograd.INPUT_STEP);
    float[] ofPixels = new float[padded * 2 * CHANNELS];
    float[] ofTiles = new float[padded * Winograd.PRODUCT_STEP];

    PixelProducts.multiply(rows, pixels, 0, b, 0, ofPixels, 0);
    TileProducts.multiply(rows, tiles, CHANNELS, b, 0, ofTiles, 2 * CHANNELS);

    for (int row = 0; row < rows; row++) {
      for (int out = 0; out < 2 * CHANNELS; out++) {
        float ofPixel = 0;
        float ofTile = 0;
        for (int in = 0; in < CHANNELS; in++) {
          float weight = b[in * 2 * CHANNELS + out];
          ofPixel = Math.fma(pixels[row * CHANNELS + in], weight, ofPixel);
          ofTile = Math.fma(tiles[row * Winograd.INPUT_STEP + CHANNELS + in], weight, ofTile);
        }
        assertThat(ofPixels[row * 2 * CHANNELS + out]).isEqualTo(ofPixel);
        assertThat(ofTiles[row * Winograd.PRODUCT_STEP + 2 * CHANNELS + out]).isEqualTo(ofTile);
      }
    }
  }

  @Test
  void winogradIsTheConvolution() {
    Weight kernel = Weight.of(numbers(9 * CHANNELS * 2 * CHANNELS), 3, 3, CHANNELS, 2 * CHANNELS);
    float[] transformed = Winograd.kernels(kernel);
    float[] input = numbers(POSITIONS * CHANNELS);
    float[] v = new float[POSITIONS * CHANNELS];
    float[] temporary = new float[POSITIONS * 16];
    Winograd.transformInput(input, 0, INPUT * CHANNELS, temporary, v, 0);
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
    Winograd.transformOutput(products, CHANNELS, temporary, tile, 0, TILE * CHANNELS);

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
  void steeringIsTheConvolutionOfAConstantFrame(int pixels) {
    float[] taps = numbers(9 * CHANNELS * CHANNELS);
    float[] bias = numbers(CHANNELS);
    float[] added = numbers(6 * CHANNELS);
    Matrix result = new Matrix(new float[6 * Steering.VALUES], Steering.VALUES);
    new Steering(
            new Convolution(Weight.of(taps, 3, 3, CHANNELS, CHANNELS), Weight.of(bias, CHANNELS)))
        .run(new Matrix(added, CHANNELS), 2, result);

    for (int frame = 0; frame < 2; frame++) {
      for (int pixel = 0; pixel < pixels * pixels; pixel++) {
        int row = pixel / pixels;
        int column = pixel % pixels;
        int place = Steering.ofRow(row, pixels) + Steering.ofRow(column, pixels) / 3;
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
          assertThat(result.values()[frame * Steering.VALUES + place * CHANNELS + out])
              .isCloseTo((float) sum, within(1e-4f));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1000, 100, 147", "1001, 0, 1001", "999, 2, 2", "37, 0, 37"})
  void stateIsReadAndWrittenAsPulseStateDoesIt(int size, int firstWide, int endWide) {
    StateFormat format = new StateFormat(size, firstWide, endWide);
    float[] numbers = numbers(size);
    for (int i = 0; i < size; i++) {
      numbers[i] *= (float) Math.pow(10, random.nextInt(13) - 8); // some are subnormal as float16
    }

    byte[] bytes = new byte[4 * size];
    boolean finite = StateNumbers.write(numbers, format, bytes);
    PulseState written = PulseState.copyOf(ByteBuffer.wrap(bytes), format);
    float[] read = new float[size];
    StateNumbers.read(written, read, new byte[4 * size]);

    assertThat(finite).isTrue();
    assertThat(written).isEqualTo(PulseState.of(numbers, format));
    float[] expected = new float[size];
    written.floats().get(expected);
    assertThat(read).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource({"NaN, 57", "Infinity, 0", "-Infinity, 97", "70000, 57", "NaN, 70", "-Infinity, 79"})
  void numbersThatAStateCannotHoldAreFound(float number, int at) {
    StateFormat format = new StateFormat(100, 70, 80); // 97 is behind the last whole vector
    float[] numbers = numbers(100);
    numbers[at] = number;

    byte[] bytes = new byte[4 * numbers.length];
    boolean finite = StateNumbers.write(numbers, format, bytes);
    PulseState written = PulseState.copyOf(ByteBuffer.wrap(bytes), format);

    assertThat(finite).isFalse();
    assertThat(written.firstNotFinite()).hasValue(at);
    float[] read = new float[100];
    StateNumbers.read(written, read, new byte[4 * read.length]);
    assertThat(Float.isFinite(read[at])).isFalse();
    assertThat(StateNumbers.firstNotFinite(read, 0, read.length)).hasValue(at);
  }

  private float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }
}
