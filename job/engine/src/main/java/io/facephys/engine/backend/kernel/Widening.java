package io.facephys.engine.backend.kernel;

import static io.facephys.engine.backend.kernel.SteeredConvolution.CHANNELS;
import static io.facephys.engine.backend.kernel.Vectors.LANES;
import static io.facephys.engine.backend.kernel.Vectors.load;

import io.facephys.engine.backend.kernel.Products.Matrix;
import io.facephys.engine.weights.PulseWeights;
import io.facephys.engine.weights.PulseWeights.Convolution;
import jdk.incubator.vector.FloatVector;

/** The 1 x 1 convolution from 32 to 64 channels, ReLU6, and the mean over all pixels. */
final class Widening {
  static final int WIDE = PulseWeights.WIDE_CHANNELS;

  /** Pixels that are processed together; they stay in the first cache. */
  private static final int RUN = 40;

  /** Numbers that the pixels of a run need while they are processed. */
  static final int TEMPORARY = Products.padded(RUN) * WIDE;

  private final int pixels;
  private final Matrix kernel;
  private final float[] bias;

  /**
   * @param features whose result comes in without its bias
   * @param pixels rows and columns of a frame
   */
  Widening(Convolution widening, Convolution features, int pixels) {
    this.pixels = pixels;
    kernel = new Matrix(widening.kernel().values(), WIDE);
    float[] ofFeatures = features.bias().reshaped(1, CHANNELS).times(widening.kernel()).values();
    bias = widening.bias().values();
    for (int i = 0; i < WIDE; i++) {
      bias[i] += ofFeatures[i];
    }
  }

  /**
   * Computes the means of a frame.
   *
   * @param temporary {@link #TEMPORARY} numbers
   * @param means receives [64]
   */
  void run(Maps features, float[] temporary, float[] means, int to) {
    Matrix in = new Matrix(features.values(), CHANNELS);
    Matrix wide = new Matrix(temporary, WIDE);
    for (int channel = 0; channel < WIDE; channel += LANES) {
      FloatVector.zero(Vectors.FLOATS).intoArray(means, to + channel);
    }
    boolean gapless = features.rowStep() == pixels * CHANNELS;
    int rows = gapless ? 1 : pixels;
    int columns = pixels * pixels / rows;
    for (int row = 0; row < rows; row++) {
      int from = features.at() + row * features.rowStep();
      for (int first = 0; first < columns; first += RUN) {
        int count = Math.min(RUN, columns - first);
        Products.multiply(count, WIDE, CHANNELS, in, from + first * CHANNELS, kernel, 0, wide, 0);
        add(temporary, count, means, to);
      }
    }
    float share = 1f / (pixels * pixels);
    for (int channel = 0; channel < WIDE; channel += LANES) {
      load(means, to + channel).mul(share).intoArray(means, to + channel);
    }
  }

  private void add(float[] wide, int count, float[] sums, int to) {
    for (int channel = 0; channel < WIDE; channel += 2 * LANES) {
      FloatVector shift0 = load(bias, channel);
      FloatVector shift1 = load(bias, channel + LANES);
      FloatVector sum0 = load(sums, to + channel);
      FloatVector sum1 = load(sums, to + channel + LANES);
      for (int i = channel; i < count * WIDE; i += WIDE) {
        sum0 = sum0.add(Vectors.relu6(load(wide, i).add(shift0)));
        sum1 = sum1.add(Vectors.relu6(load(wide, i + LANES).add(shift1)));
      }
      sum0.intoArray(sums, to + channel);
      sum1.intoArray(sums, to + channel + LANES);
    }
  }
}
