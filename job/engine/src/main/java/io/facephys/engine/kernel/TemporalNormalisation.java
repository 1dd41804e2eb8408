package io.facephys.engine.kernel;

import static io.facephys.engine.kernel.Vectors.LANES;
import static io.facephys.engine.kernel.Vectors.all;
import static io.facephys.engine.kernel.Vectors.load;
import static io.facephys.engine.weights.PulseWeights.CHANNELS;

import io.facephys.engine.weights.PulseWeights;
import jdk.incubator.vector.FloatVector;

/**
 * The temporal normalisation (TNM) of one frame: with d = rate * dt, mean += d (x - mean), square
 * += d ((x - mean)^2 - square), and the result is (x - mean) / sqrt(square + eps) * gain + offset.
 */
final class TemporalNormalisation {
  private static final float EPSILON = (float) PulseWeights.TemporalNormalisation.EPSILON;
  private static final float MIN_KEPT = (float) PulseWeights.TemporalNormalisation.MIN_KEPT;

  private final int pixels;
  private final float[] rates;
  private final float[] gain;
  private final float[] offset;
  private final int squareAt;
  private final int meanAt;

  /**
   * @param pixels rows and columns of a frame
   * @param squareAt where the mean squares begin in the state
   * @param meanAt where the means begin in the state
   */
  TemporalNormalisation(
      PulseWeights.TemporalNormalisation weights, int pixels, int squareAt, int meanAt) {
    this.pixels = pixels;
    this.squareAt = squareAt;
    this.meanAt = meanAt;
    gain = weights.gain().values();
    offset = weights.offset().values();
    rates = weights.rate().values();
  }

  /**
   * Normalises a row of a frame and updates its means in the state.
   *
   * @param frame its index in the pass and in {@code input}
   * @param result receives the row from {@code to} on
   */
  void run(Pass pass, FeatureMaps input, int frame, int row, float[] result, int to) {
    int from = input.at(frame, row);
    int pixel = row * pixels * CHANNELS;
    for (int channel = 0; channel < CHANNELS; channel += 2 * LANES) {
      float[] x = input.values();
      int at = from + channel;
      if (input.biases() != null) {
        int bias =
            frame * ConstantConvolution.VALUES
                + ConstantConvolution.ofRow(row, pixels) * CHANNELS
                + channel;
        addBiases(x, at, input.biases(), bias, result, to + channel);
        addBiases(x, at + LANES, input.biases(), bias + LANES, result, to + channel + LANES);
        x = result;
        at = to + channel;
      }
      normalise(x, at, channel, pass.interval(frame), pass.state(), pixel, result, to + channel);
    }
  }

  /** Adds the biases of a row of pixels, and ReLU6. */
  private void addBiases(float[] x, int from, float[] biases, int bias, float[] result, int to) {
    int last = (pixels - 1) * CHANNELS;
    FloatVector middle = load(biases, bias + CHANNELS);
    Vectors.relu6(load(x, from).add(load(biases, bias))).intoArray(result, to);
    for (int i = CHANNELS; i < last; i += CHANNELS) {
      Vectors.relu6(load(x, from + i).add(middle)).intoArray(result, to + i);
    }
    Vectors.relu6(load(x, from + last).add(load(biases, bias + 2 * CHANNELS)))
        .intoArray(result, to + last);
  }

  /**
   * Normalises the channels of two vectors, from {@code channel} on, of a row whose first pixel is
   * at {@code pixel} in the states. The two share a division, which takes as long as several
   * products.
   */
  private void normalise(
      float[] x,
      int from,
      int channel,
      float interval,
      float[] state,
      int pixel,
      float[] result,
      int to) {
    int next = channel + LANES;
    FloatVector share0 = load(rates, channel).mul(interval);
    FloatVector share1 = load(rates, next).mul(interval);
    FloatVector kept0 = all(1f).sub(share0).max(MIN_KEPT);
    FloatVector kept1 = all(1f).sub(share1).max(MIN_KEPT);
    FloatVector guard = all(Vectors.DENORMAL_GUARD);
    FloatVector scale0 = load(gain, channel);
    FloatVector scale1 = load(gain, next);
    FloatVector shift0 = load(offset, channel);
    FloatVector shift1 = load(offset, next);
    int mean = meanAt + pixel + channel;
    int square = squareAt + pixel + channel;
    for (int i = 0; i < pixels * CHANNELS; i += CHANNELS) {
      FloatVector value0 = load(x, from + i);
      FloatVector value1 = load(x, from + i + LANES);
      FloatVector mean0 = load(state, mean + i).fma(kept0, value0.fma(share0, guard));
      FloatVector mean1 = load(state, mean + i + LANES).fma(kept1, value1.fma(share1, guard));
      mean0.intoArray(state, mean + i);
      mean1.intoArray(state, mean + i + LANES);
      FloatVector centred0 = value0.sub(mean0);
      FloatVector centred1 = value1.sub(mean1);
      FloatVector square0 =
          load(state, square + i).fma(kept0, centred0.mul(centred0).fma(share0, guard));
      FloatVector square1 =
          load(state, square + i + LANES).fma(kept1, centred1.mul(centred1).fma(share1, guard));
      square0.intoArray(state, square + i);
      square1.intoArray(state, square + i + LANES);
      FloatVector root0 = square0.add(EPSILON).sqrt();
      FloatVector root1 = square1.add(EPSILON).sqrt();
      FloatVector inverse = all(1f).div(root0.mul(root1));
      centred0.mul(root1.mul(inverse)).fma(scale0, shift0).intoArray(result, to + i);
      centred1.mul(root0.mul(inverse)).fma(scale1, shift1).intoArray(result, to + i + LANES);
    }
  }
}
