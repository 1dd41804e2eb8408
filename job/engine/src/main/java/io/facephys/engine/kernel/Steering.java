package io.facephys.engine.kernel;

import static io.facephys.engine.kernel.SteeredConvolution.CHANNELS;
import static io.facephys.engine.kernel.Vectors.LANES;
import static io.facephys.engine.kernel.Vectors.load;

import io.facephys.engine.kernel.Products.Matrix;
import io.facephys.engine.weights.PulseWeights.Convolution;

/**
 * What a vector that is added to each pixel of a frame adds to a 3 x 3 convolution of the frame.
 *
 * <p>conv(x + s) = conv(x) + conv(s), and conv(s) has nine values: in the middle, at four edges and
 * at four corners, where the kernel reaches over the frame.
 */
final class Steering {
  /** Places with a value of their own: three of the rows by three of the columns. */
  static final int PLACES = 9;

  /** Numbers that a frame has at all places. */
  static final int VALUES = PLACES * CHANNELS;

  private static final int[][] TAPS_OF_PLACE = {{1, 2}, {0, 1, 2}, {0, 1}};

  private final Matrix kernels = new Matrix(new float[CHANNELS * VALUES], VALUES);
  private final float[] biases = new float[VALUES];

  Steering(Convolution convolution) {
    float[] bias = convolution.bias().values();
    float[] taps = convolution.kernel().values(); // (row, column, in, out)
    for (int place = 0; place < PLACES; place++) {
      System.arraycopy(bias, 0, biases, place * CHANNELS, CHANNELS);
      for (int row : TAPS_OF_PLACE[place / 3]) {
        for (int column : TAPS_OF_PLACE[place % 3]) {
          add(taps, (row * 3 + column) * CHANNELS * CHANNELS, place);
        }
      }
    }
  }

  private void add(float[] taps, int from, int place) {
    for (int in = 0; in < CHANNELS; in++) {
      for (int out = 0; out < CHANNELS; out++) {
        kernels.values()[in * VALUES + place * CHANNELS + out] += taps[from + in * CHANNELS + out];
      }
    }
  }

  /** Number of the first of the three places in a row of pixels. */
  static int ofRow(int row, int pixels) {
    return 3 * (row == 0 ? 0 : row == pixels - 1 ? 2 : 1);
  }

  /**
   * Computes the nine values, with the convolution's bias, for a number of frames.
   *
   * @param steering (frame, number), of which the first 32 are added to each pixel
   * @param result receives (frame, place, channel), with rows up to {@link Products#padded}
   */
  void run(Matrix steering, int frames, Matrix result) {
    Products.multiply(frames, VALUES, CHANNELS, steering, 0, kernels, 0, result, 0);
    for (int frame = 0; frame < frames; frame++) {
      int to = frame * result.step();
      for (int i = 0; i < VALUES; i += LANES) {
        load(result.values(), to + i).add(load(biases, i)).intoArray(result.values(), to + i);
      }
    }
  }
}
