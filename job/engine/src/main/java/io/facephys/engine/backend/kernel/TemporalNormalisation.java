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
    float[] biases = maps.biases();
    for (int channel = 0; channel < CHANNELS; channel += LANES) {
      FloatVector share = load(rates, channel).mul(intervalSeconds);
      FloatVector kept = all(1f).sub(share).max(LEAST_KEPT);
      FloatVector scale = load(gain, channel);
      FloatVector shift = load(offset, channel);
      for (int row = 0; row < pixels; row++) {
        int from = maps.at() + row * maps.rowStep() + channel;
        int to = result.at() + (row + 1) * result.rowStep() + CHANNELS + channel;
        int number = row * pixels * CHANNELS + channel;
        if (biases != null) {
          int bias = maps.biasesAt() + Steering.ofRow(row, pixels) * CHANNELS + channel;
          FloatVector left = load(biases, bias);
          FloatVector middle = load(biases, bias + CHANNELS);
          FloatVector right = load(biases, bias + 2 * CHANNELS);
          steeredRow(
              maps.values(),
              from,
              left,
              middle,
              right,
              state,
              squareAt + number,
              meanAt + number,
              share,
              kept,
              scale,
              shift,
              result.values(),
              to);
        } else {
          plainRow(
              maps.values(),
              from,
              state,
              squareAt + number,
              meanAt + number,
              share,
              kept,
              scale,
              shift,
              result.values(),
              to);
        }
      }
    }
  }

  private void plainRow(
      float[] x,
      int from,
      float[] state,
      int square,
      int mean,
      FloatVector share,
      FloatVector kept,
      FloatVector scale,
      FloatVector shift,
      float[] result,
      int to) {
    for (int i = 0; i < pixels * CHANNELS; i += CHANNELS) {
      FloatVector value = load(x, from + i);
      normalised(value, state, square + i, mean + i, share, kept, scale, shift)
          .intoArray(result, to + i);
    }
  }

  private void steeredRow(
      float[] x,
      int from,
      FloatVector left,
      FloatVector middle,
      FloatVector right,
      float[] state,
      int square,
      int mean,
      FloatVector share,
      FloatVector kept,
      FloatVector scale,
      FloatVector shift,
      float[] result,
      int to) {
    int last = (pixels - 1) * CHANNELS;
    normalised(steered(x, from, left), state, square, mean, share, kept, scale, shift)
        .intoArray(result, to);
    for (int i = CHANNELS; i < last; i += CHANNELS) {
      normalised(
              steered(x, from + i, middle), state, square + i, mean + i, share, kept, scale, shift)
          .intoArray(result, to + i);
    }
    normalised(
            steered(x, from + last, right),
            state,
            square + last,
            mean + last,
            share,
            kept,
            scale,
            shift)
        .intoArray(result, to + last);
  }

  private static FloatVector steered(float[] x, int at, FloatVector bias) {
    return Vectors.relu6(load(x, at).add(bias));
  }

  private static FloatVector normalised(
      FloatVector x,
      float[] state,
      int square,
      int mean,
      FloatVector share,
      FloatVector kept,
      FloatVector scale,
      FloatVector shift) {
    FloatVector newMean = load(state, mean).fma(kept, x.mul(share));
    FloatVector centred = x.sub(newMean);
    FloatVector newSquare = load(state, square).fma(kept, centred.mul(centred).mul(share));
    newMean.intoArray(state, mean);
    newSquare.intoArray(state, square);
    return centred.div(newSquare.add(EPSILON).sqrt()).fma(scale, shift);
  }
}
