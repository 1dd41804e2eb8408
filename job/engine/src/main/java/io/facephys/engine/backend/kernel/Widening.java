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

  /** Numbers that a row of pixels needs while it is processed. */
  int temporary() {
    return Products.padded(pixels) * WIDE;
  }

  /**
   * Computes the means of a frame.
   *
   * @param temporary {@link #temporary()} numbers
   * @param means receives [64]
   */
  void run(Maps features, float[] temporary, float[] means, int to) {
    Matrix in = new Matrix(features.values(), CHANNELS);
    Matrix wide = new Matrix(temporary, WIDE);
    for (int channel = 0; channel < WIDE; channel += LANES) {
      FloatVector.zero(Vectors.FLOATS).intoArray(means, to + channel);
    }
    for (int row = 0; row < pixels; row++) {
      int from = features.at() + row * features.rowStep();
      Products.multiply(pixels, WIDE, CHANNELS, in, from, kernel, 0, wide, 0);
      addRow(temporary, means, to);
    }
    float share = 1f / (pixels * pixels);
    for (int channel = 0; channel < WIDE; channel += LANES) {
      load(means, to + channel).mul(share).intoArray(means, to + channel);
    }
  }

  private void addRow(float[] wide, float[] sums, int to) {
    for (int channel = 0; channel < WIDE; channel += LANES) {
      FloatVector shift = load(bias, channel);
      FloatVector sum = load(sums, to + channel);
      for (int i = 0; i < pixels; i++) {
        sum = sum.add(Vectors.relu6(load(wide, i * WIDE + channel).add(shift)));
      }
      sum.intoArray(sums, to + channel);
    }
  }
}
