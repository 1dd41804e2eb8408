package io.facephys.engine.backend.kernel;

import static io.facephys.engine.backend.kernel.SteeredConvolution.CHANNELS;
import static io.facephys.engine.backend.kernel.Vectors.LANES;
import static io.facephys.engine.backend.kernel.Vectors.all;
import static io.facephys.engine.backend.kernel.Vectors.load;

import io.facephys.engine.weights.PulseWeights;
import jdk.incubator.vector.FloatVector;

/**
 * The temporal normalisation (TNM) of one frame: with d = rate * dt, mean += d (x - mean), square
 * += d ((x - mean)^2 - square), and the result is (x - mean) / sqrt(square + eps) * gain + offset.
 */
final class TemporalNormalisation {
  private static final double RATE = 0.6931; // as in the published model, not ln 2
  private static final float EPSILON = 1e-5f;
  private static final float LEAST_KEPT = 1e-7f;

  private final int pixels;
  private final float[] rates = new float[CHANNELS];
  private final float[] gain;
  private final float[] offset;
  private final int squareAt;
  private final int meanAt;

  /**
   * @param pixels rows and columns of a frame
   * @param squareAt where the mean squares begin in the state's numbers
   * @param meanAt where the means begin
   */
  TemporalNormalisation(PulseWeights.Normalisation weights, int pixels, int squareAt, int meanAt) {
    this.pixels = pixels;
    this.squareAt = squareAt;
    this.meanAt = meanAt;
    gain = weights.gain().values();
    offset = weights.offset().values();
    float[] memory = weights.logMemory().values();
    for (int i = 0; i < CHANNELS; i++) {
      rates[i] = (float) (RATE / Math.exp(memory[i]));
    }
  }

  /**
   * Normalises a frame and updates its means in the state.
   *
   * @param maps the frame (row, column, channel)
   * @param result receives the frame inside a border of one pixel
   */
  void run(Maps maps, float intervalSeconds, float[] state, Maps result) {
    for (int row = 0; row < pixels; row++) {
      int from = maps.at() + row * maps.rowStep();
      int to = result.at() + (row + 1) * result.rowStep() + CHANNELS;
      int number = row * pixels * CHANNELS;
      for (int channel = 0; channel < CHANNELS; channel += 2 * LANES) {
        float[] x = maps.values();
        int at = from + channel;
        if (maps.biases() != null) {
          int bias = maps.biasesAt() + Steering.ofRow(row, pixels) * CHANNELS + channel;
          steer(x, at, maps.biases(), bias, result.values(), to + channel);
          steer(x, at + LANES, maps.biases(), bias + LANES, result.values(), to + channel + LANES);
          x = result.values();
          at = to + channel;
        }
        normalise(x, at, channel, intervalSeconds, state, number, result.values(), to + channel);
      }
    }
  }

  /** Adds the steering of a row of pixels and limits it. */
  private void steer(float[] x, int from, float[] biases, int bias, float[] result, int to) {
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
   * Normalises the channels of two vectors, from {@code channel} on, of a row, which begins at
   * {@code number}. The two share a division, which takes as long as several products.
   */
  private void normalise(
      float[] x,
      int from,
      int channel,
      float interval,
      float[] state,
      int number,
      float[] result,
      int to) {
    int next = channel + LANES;
    FloatVector share0 = load(rates, channel).mul(interval);
    FloatVector share1 = load(rates, next).mul(interval);
    FloatVector kept0 = all(1f).sub(share0).max(LEAST_KEPT);
    FloatVector kept1 = all(1f).sub(share1).max(LEAST_KEPT);
    FloatVector speck = all(Vectors.SPECK);
    int mean = meanAt + number + channel;
    int square = squareAt + number + channel;
    for (int i = 0; i < pixels * CHANNELS; i += CHANNELS) {
      FloatVector centred0 = centred(x, from + i, state, mean + i, share0, kept0, speck);
      FloatVector centred1 =
          centred(x, from + i + LANES, state, mean + i + LANES, share1, kept1, speck);
      FloatVector root0 = root(centred0, state, square + i, share0, kept0, speck);
      FloatVector root1 = root(centred1, state, square + i + LANES, share1, kept1, speck);
      FloatVector inverse = all(1f).div(root0.mul(root1));
      centred0
          .mul(root1.mul(inverse))
          .fma(load(gain, channel), load(offset, channel))
          .intoArray(result, to + i);
      centred1
          .mul(root0.mul(inverse))
          .fma(load(gain, next), load(offset, next))
          .intoArray(result, to + i + LANES);
    }
  }

  /** Updates the mean and returns the difference from it. */
  private static FloatVector centred(
      float[] x,
      int at,
      float[] state,
      int mean,
      FloatVector share,
      FloatVector kept,
      FloatVector speck) {
    FloatVector value = load(x, at);
    FloatVector newMean = load(state, mean).fma(kept, value.fma(share, speck));
    newMean.intoArray(state, mean);
    return value.sub(newMean);
  }

  /** Updates the mean square and returns its root. */
  private static FloatVector root(
      FloatVector centred,
      float[] state,
      int square,
      FloatVector share,
      FloatVector kept,
      FloatVector speck) {
    FloatVector newSquare = load(state, square).fma(kept, centred.mul(centred).fma(share, speck));
    newSquare.intoArray(state, square);
    return newSquare.add(EPSILON).sqrt();
  }
}
