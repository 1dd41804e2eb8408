package io.facephys.engine.kernel;

import static io.facephys.engine.kernel.Vectors.LANES;
import static io.facephys.engine.kernel.Vectors.load;
import static io.facephys.engine.weights.PulseWeights.CHANNELS;
import static io.facephys.engine.weights.PulseWeights.WIDE_CHANNELS;

import io.facephys.engine.kernel.MatMul.Matrix;
import io.facephys.engine.weights.PulseWeights.Convolution;
import jdk.incubator.vector.FloatVector;

/** The 1 x 1 convolution from 32 to 64 channels, ReLU6, and the mean over all pixels. */
final class PointwiseConvolution {
  /** Pixels that are processed together, rows of 6, 12, 18 or 36; they stay in the first cache. */
  private static final int RUN = 36;

  /** Values of the workspace: the results of a run. */
  static final int WORKSPACE = PixelMatMul.padded(RUN) * WIDE_CHANNELS;

  /** Values behind the last pixel that are read to fill a block; they do not count. */
  static final int READ_BEHIND = (PixelMatMul.padded(RUN) - RUN) * CHANNELS;

  private final int pixels;
  private final int side;
  private final float[] kernel; // [32, 64]
  private final float[] bias;

  /**
   * @param before the convolution before this one, whose result comes in without its bias
   * @param pixels rows and columns of a frame
   * @param side columns of the feature maps, of which the last are not the frame's
   */
  PointwiseConvolution(Convolution weights, Convolution before, int pixels, int side) {
    this.pixels = pixels;
    this.side = side;
    kernel = weights.kernel().values();
    float[] ofBias = before.bias().reshaped(1, CHANNELS).times(weights.kernel()).values();
    bias = weights.bias().values();
    for (int i = 0; i < WIDE_CHANNELS; i++) {
      bias[i] += ofBias[i];
    }
  }

  /**
   * Adds up the pixels of some rows.
   *
   * @param workspace {@link #WORKSPACE} values
   * @param sums [64] from {@code to} on
   */
  void add(FeatureMaps features, int frame, int rows, float[] workspace, float[] sums, int to) {
    int rowsOfRun = RUN / side;
    for (int row = 0; row < rows; row += rowsOfRun) {
      int count = Math.min(rowsOfRun, rows - row);
      int from = features.at(frame, row);
      PixelMatMul.multiply(count * side, features.values(), from, kernel, 0, workspace, 0);
      for (int i = 0; i < count; i++) {
        addRow(workspace, i * side * WIDE_CHANNELS, sums, to);
      }
    }
  }

  private void addRow(float[] result, int from, float[] sums, int to) {
    for (int channel = 0; channel < WIDE_CHANNELS; channel += 2 * LANES) {
      FloatVector shift0 = load(bias, channel);
      FloatVector shift1 = load(bias, channel + LANES);
      FloatVector sum0 = load(sums, to + channel);
      FloatVector sum1 = load(sums, to + channel + LANES);
      int first = from + channel;
      for (int i = first; i < first + pixels * WIDE_CHANNELS; i += WIDE_CHANNELS) {
        sum0 = sum0.add(Vectors.relu6(load(result, i).add(shift0)));
        sum1 = sum1.add(Vectors.relu6(load(result, i + LANES).add(shift1)));
      }
      sum0.intoArray(sums, to + channel);
      sum1.intoArray(sums, to + channel + LANES);
    }
  }

  /** Turns the sums of a number of frames into means. */
  void divide(Matrix sums, int frames) {
    float share = 1f / (pixels * pixels);
    for (int i = 0; i < frames * WIDE_CHANNELS; i += LANES) {
      load(sums.values(), i).mul(share).intoArray(sums.values(), i);
    }
  }
}
