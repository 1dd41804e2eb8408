package io.facephys.engine.kernel;

import static io.facephys.engine.kernel.Vectors.FLOATS;
import static io.facephys.engine.kernel.Vectors.LANES;
import static io.facephys.engine.kernel.Vectors.load;
import static io.facephys.engine.weights.PulseWeights.CHANNELS;

import io.facephys.engine.weights.PulseWeights.Convolution;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;

/**
 * The end of a block: the block's input is added to the result of its state convolutions, and a 2 x
 * 2 convolution with stride 2 makes the input of the next block. An odd frame is padded with zeros
 * at the bottom and at the right.
 *
 * <p>The pixels under the kernel are first gathered in patches (im2col), so that the convolution is
 * a matrix product.
 */
final class Downsampling {
  private static final int PATCH_PIXELS = 4;
  private static final int DEPTH = PATCH_PIXELS * CHANNELS; // values of a patch

  /**
   * Rows of a block. 9 divides the pixels of most results; with fewer rows the compiler unrolls the
   * loop, and the sums no longer fit the registers.
   */
  private static final int ROWS = 9;

  private final int pixels;
  private final int half; // rows and columns of the result
  private final float[] kernel; // [4 * 32, 32]
  private final float[] bias;

  Downsampling(Convolution convolution, int pixels) {
    this.pixels = pixels;
    half = (pixels + 1) / 2;
    kernel = convolution.kernel().values();
    bias = convolution.bias().values();
  }

  /** Values of the patches of a frame, one for each pixel of the result. */
  int patchValues() {
    return padded(half * half) * DEPTH;
  }

  /** The number of pixels, rounded up to whole blocks: a result has them in its last frame. */
  static int padded(int pixels) {
    return (pixels + ROWS - 1) / ROWS * ROWS;
  }

  /**
   * Processes a frame.
   *
   * @param maps result of the block's last state convolution
   * @param input of the block
   * @param frame its index in both
   * @param patches workspace of {@link #patchValues()}, zero where a frame is padded
   * @param result receives (row, column, channel), with pixels up to {@link #padded}
   */
  void run(
      FeatureMaps maps, FeatureMaps input, int frame, float[] patches, float[] result, int to) {
    float[] biases = Objects.requireNonNull(maps.biases());
    for (int row = 0; row < pixels; row++) {
      int bias =
          frame * ConstantConvolution.VALUES + ConstantConvolution.ofRow(row, pixels) * CHANNELS;
      int patch = (row / 2 * half * PATCH_PIXELS + row % 2 * 2) * CHANNELS;
      for (int channel = 0; channel < CHANNELS; channel += LANES) {
        addRow(
            maps.values(),
            maps.at(frame, row) + channel,
            biases,
            bias + channel,
            input.values(),
            input.at(frame, row) + channel,
            patches,
            patch + channel);
      }
    }
    for (int row = 0; row < half * half; row += ROWS) {
      for (int channel = 0; channel < CHANNELS; channel += 2 * LANES) {
        convolve(patches, row * DEPTH, channel, result, to + row * CHANNELS + channel);
      }
    }
  }

  /** Completes the pixels of a row, adds the block's input, and puts them into their patches. */
  private void addRow(
      float[] x,
      int from,
      float[] biases,
      int bias,
      float[] input,
      int inputFrom,
      float[] patches,
      int to) {
    for (int column = 0; column < pixels; column++) {
      int place = column == 0 ? 0 : column == pixels - 1 ? 2 : 1;
      int at = column * CHANNELS;
      int patch = (column / 2 * PATCH_PIXELS + column % 2) * CHANNELS;
      FloatVector shift = load(biases, (bias + place * CHANNELS) & Vectors.INDEX);
      Vectors.relu6(load(x, (from + at) & Vectors.INDEX).add(shift))
          .add(load(input, (inputFrom + at) & Vectors.INDEX))
          .intoArray(patches, (to + patch) & Vectors.INDEX);
    }
  }

  /** The convolution of {@value #ROWS} pixels, with strides that the compiler knows. */
  private void convolve(float[] patches, int from, int channel, float[] result, int to) {
    FloatVector shift0 = load(bias, channel);
    FloatVector shift1 = load(bias, channel + LANES);
    FloatVector c00 = shift0;
    FloatVector c01 = shift1;
    FloatVector c10 = shift0;
    FloatVector c11 = shift1;
    FloatVector c20 = shift0;
    FloatVector c21 = shift1;
    FloatVector c30 = shift0;
    FloatVector c31 = shift1;
    FloatVector c40 = shift0;
    FloatVector c41 = shift1;
    FloatVector c50 = shift0;
    FloatVector c51 = shift1;
    FloatVector c60 = shift0;
    FloatVector c61 = shift1;
    FloatVector c70 = shift0;
    FloatVector c71 = shift1;
    FloatVector c80 = shift0;
    FloatVector c81 = shift1;
    int aAt = from & Vectors.INDEX;
    int bAt = channel & Vectors.INDEX;
    for (int k = 0; k < DEPTH; k++) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, kernel, bAt + k * CHANNELS);
      FloatVector b1 = FloatVector.fromArray(FLOATS, kernel, bAt + k * CHANNELS + LANES);
      FloatVector x0 = FloatVector.broadcast(FLOATS, patches[aAt + k]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      FloatVector x1 = FloatVector.broadcast(FLOATS, patches[aAt + k + DEPTH]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      FloatVector x2 = FloatVector.broadcast(FLOATS, patches[aAt + k + 2 * DEPTH]);
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      FloatVector x3 = FloatVector.broadcast(FLOATS, patches[aAt + k + 3 * DEPTH]);
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
      FloatVector x4 = FloatVector.broadcast(FLOATS, patches[aAt + k + 4 * DEPTH]);
      c40 = x4.fma(b0, c40);
      c41 = x4.fma(b1, c41);
      FloatVector x5 = FloatVector.broadcast(FLOATS, patches[aAt + k + 5 * DEPTH]);
      c50 = x5.fma(b0, c50);
      c51 = x5.fma(b1, c51);
      FloatVector x6 = FloatVector.broadcast(FLOATS, patches[aAt + k + 6 * DEPTH]);
      c60 = x6.fma(b0, c60);
      c61 = x6.fma(b1, c61);
      FloatVector x7 = FloatVector.broadcast(FLOATS, patches[aAt + k + 7 * DEPTH]);
      c70 = x7.fma(b0, c70);
      c71 = x7.fma(b1, c71);
      FloatVector x8 = FloatVector.broadcast(FLOATS, patches[aAt + k + 8 * DEPTH]);
      c80 = x8.fma(b0, c80);
      c81 = x8.fma(b1, c81);
    }
    int cAt = to & Vectors.INDEX;
    c00.intoArray(result, cAt);
    c01.intoArray(result, cAt + LANES);
    c10.intoArray(result, cAt + CHANNELS);
    c11.intoArray(result, cAt + CHANNELS + LANES);
    c20.intoArray(result, cAt + 2 * CHANNELS);
    c21.intoArray(result, cAt + 2 * CHANNELS + LANES);
    c30.intoArray(result, cAt + 3 * CHANNELS);
    c31.intoArray(result, cAt + 3 * CHANNELS + LANES);
    c40.intoArray(result, cAt + 4 * CHANNELS);
    c41.intoArray(result, cAt + 4 * CHANNELS + LANES);
    c50.intoArray(result, cAt + 5 * CHANNELS);
    c51.intoArray(result, cAt + 5 * CHANNELS + LANES);
    c60.intoArray(result, cAt + 6 * CHANNELS);
    c61.intoArray(result, cAt + 6 * CHANNELS + LANES);
    c70.intoArray(result, cAt + 7 * CHANNELS);
    c71.intoArray(result, cAt + 7 * CHANNELS + LANES);
    c80.intoArray(result, cAt + 8 * CHANNELS);
    c81.intoArray(result, cAt + 8 * CHANNELS + LANES);
  }
}
