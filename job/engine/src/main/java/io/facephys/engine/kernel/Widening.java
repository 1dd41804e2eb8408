package io.facephys.engine.kernel;

import static io.facephys.engine.kernel.SteeredConvolution.CHANNELS;
import static io.facephys.engine.kernel.Vectors.LANES;
import static io.facephys.engine.kernel.Vectors.load;

import io.facephys.engine.kernel.Products.Matrix;
import io.facephys.engine.weights.PulseWeights;
import io.facephys.engine.weights.PulseWeights.Convolution;
import jdk.incubator.vector.FloatVector;

/** The 1 x 1 convolution from 32 to 64 channels, ReLU6, and the mean over all pixels. */
final class Widening {
  static final int WIDE = PulseWeights.WIDE_CHANNELS;

  /** Pixels that are processed together, rows of 6, 12, 18 or 36; they stay in the first cache. */
  private static final int RUN = 36;

  /** Numbers that the pixels of a run need while they are processed. */
  static final int TEMPORARY = PixelProducts.padded(RUN) * WIDE;

  /** Numbers behind the last pixel that are read to fill a block; they do not count. */
  static final int READ_BEHIND = (PixelProducts.padded(RUN) - RUN) * CHANNELS;

  private final int pixels;
  private final int side;
  private final float[] kernel; // [32, 64]
  private final float[] bias;

  /**
   * @param features whose result comes in without its bias
   * @param pixels rows and columns of a frame
   * @param side columns in memory, of which the last are not the frame's
   */
  Widening(Convolution widening, Convolution features, int pixels, int side) {
    this.pixels = pixels;
    this.side = side;
    kernel = widening.kernel().values();
    float[] ofFeatures = features.bias().reshaped(1, CHANNELS).times(widening.kernel()).values();
    bias = widening.bias().values();
    for (int i = 0; i < WIDE; i++) {
      bias[i] += ofFeatures[i];
    }
  }

  /**
   * Adds up the pixels of some rows.
   *
   * @param temporary {@link #TEMPORARY} numbers
   * @param sums [64] from {@code to} on
   */
  void add(Maps features, int frame, int rows, float[] temporary, float[] sums, int to) {
    int rowsOfRun = RUN / side;
    for (int row = 0; row < rows; row += rowsOfRun) {
      int count = Math.min(rowsOfRun, rows - row);
      int from = features.at(frame, row);
      PixelProducts.multiply(count * side, features.values(), from, kernel, 0, temporary, 0);
      for (int i = 0; i < count; i++) {
        addRow(temporary, i * side * WIDE, sums, to);
      }
    }
  }

  private void addRow(float[] wide, int from, float[] sums, int to) {
    for (int channel = 0; channel < WIDE; channel += 2 * LANES) {
      FloatVector shift0 = load(bias, channel);
      FloatVector shift1 = load(bias, channel + LANES);
      FloatVector sum0 = load(sums, to + channel);
      FloatVector sum1 = load(sums, to + channel + LANES);
      int first = from + channel;
      for (int i = first; i < first + pixels * WIDE; i += WIDE) {
        sum0 = sum0.add(Vectors.relu6(load(wide, i).add(shift0)));
        sum1 = sum1.add(Vectors.relu6(load(wide, i + LANES).add(shift1)));
      }
      sum0.intoArray(sums, to + channel);
      sum1.intoArray(sums, to + channel + LANES);
    }
  }

  /** Makes means of the sums of a number of frames. */
  void finish(Matrix sums, int frames) {
    float share = 1f / (pixels * pixels);
    for (int i = 0; i < frames * WIDE; i += LANES) {
      load(sums.values(), i).mul(share).intoArray(sums.values(), i);
    }
  }
}
