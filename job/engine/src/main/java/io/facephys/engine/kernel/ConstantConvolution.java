package io.facephys.engine.kernel;

import static io.facephys.engine.kernel.Vectors.LANES;
import static io.facephys.engine.kernel.Vectors.load;
import static io.facephys.engine.weights.PulseWeights.CHANNELS;

import io.facephys.engine.kernel.MatMul.Matrix;
import io.facephys.engine.weights.PulseWeights.Convolution;

/**
 * The 3 x 3 convolution of a frame whose pixels are all the same.
 *
 * <p>Its result takes nine values: one in the middle, at the four edges and at the four corners,
 * where the kernel reaches over the frame. As conv(x + c) = conv(x) + conv(c), it is what a vector
 * c that is added to each pixel of a frame x adds to the frame's convolution.
 */
final class ConstantConvolution {
  /** Places with a value of their own: three of the rows by three of the columns. */
  static final int PLACES = 9;

  /** Values of a frame at all places. */
  static final int VALUES = PLACES * CHANNELS;

  private static final int[][] TAPS_OF_PLACE = {{1, 2}, {0, 1, 2}, {0, 1}};

  private final Matrix kernels = Matrix.zeros(CHANNELS, VALUES);
  private final float[] biases = new float[VALUES];

  ConstantConvolution(Convolution convolution) {
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

  /** Index of the first of the three places in a row of pixels. */
  static int ofRow(int row, int pixels) {
    return 3 * (row == 0 ? 0 : row == pixels - 1 ? 2 : 1);
  }

  /**
   * Computes the nine values, with the convolution's bias, for a number of frames.
   *
   * @param pixels (frame, channel), of which the first 32 are those of each pixel
   * @param result receives (frame, place, channel), with rows up to {@link MatMul#padded}
   */
  void run(Matrix pixels, int frames, Matrix result) {
    MatMul.multiply(frames, CHANNELS, pixels, kernels, result);
    for (int frame = 0; frame < frames; frame++) {
      int to = frame * result.stride();
      for (int i = 0; i < VALUES; i += LANES) {
        load(result.values(), to + i).add(load(biases, i)).intoArray(result.values(), to + i);
      }
    }
  }
}
