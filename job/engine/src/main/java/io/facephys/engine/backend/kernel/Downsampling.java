package io.facephys.engine.backend.kernel;

import static io.facephys.engine.backend.kernel.SteeredConvolution.CHANNELS;
import static io.facephys.engine.backend.kernel.Vectors.LANES;
import static io.facephys.engine.backend.kernel.Vectors.load;

import io.facephys.engine.backend.kernel.Products.Matrix;
import io.facephys.engine.weights.PulseWeights.Convolution;
import java.util.Objects;
import jdk.incubator.vector.FloatVector;

/**
 * The end of a block: the block's input is added to its result, and a 2 x 2 convolution at every
 * second pixel makes the input of the next block. An odd frame is padded with zeros at the bottom
 * and at the right.
 */
final class Downsampling {
  private static final int TAPS = 4;

  private final int pixels;
  private final int half; // rows and columns of the result
  private final Matrix kernel; // [4 * 32, 32]
  private final float[] bias;

  Downsampling(Convolution convolution, int pixels) {
    this.pixels = pixels;
    half = (pixels + 1) / 2;
    kernel = new Matrix(convolution.kernel().values(), CHANNELS);
    bias = convolution.bias().values();
  }

  /** Numbers that a frame needs while it is processed: the taps of each pixel of the result. */
  int temporary() {
    return Products.padded(half * half) * TAPS * CHANNELS;
  }

  /** Numbers of a result, with rows up to {@link Products#padded}. */
  int result() {
    return Products.padded(half * half) * CHANNELS;
  }

  /**
   * Processes a frame.
   *
   * @param maps result of the block's last layer, steered
   * @param input of the block
   * @param taps {@link #temporary()} numbers, zero where a frame is padded
   * @param result receives (row, column, channel)
   */
  void run(Maps maps, Maps input, float[] taps, float[] result, int to) {
    float[] biases = Objects.requireNonNull(maps.biases());
    for (int channel = 0; channel < CHANNELS; channel += LANES) {
      for (int row = 0; row < pixels; row++) {
        int bias = maps.biasesAt() + Steering.ofRow(row, pixels) * CHANNELS + channel;
        addRow(maps, biases, bias, input, row, channel, taps);
      }
    }
    Products.multiply(
        half * half,
        CHANNELS,
        TAPS * CHANNELS,
        new Matrix(taps, TAPS * CHANNELS),
        0,
        kernel,
        0,
        new Matrix(result, CHANNELS),
        to);
    for (int channel = 0; channel < CHANNELS; channel += LANES) {
      FloatVector shift = load(bias, channel);
      for (int i = channel; i < half * half * CHANNELS; i += CHANNELS) {
        load(result, to + i).add(shift).intoArray(result, to + i);
      }
    }
  }

  private void addRow(
      Maps maps, float[] biases, int bias, Maps input, int row, int channel, float[] taps) {
    FloatVector left = load(biases, bias);
    FloatVector middle = load(biases, bias + CHANNELS);
    FloatVector right = load(biases, bias + 2 * CHANNELS);
    int from = maps.at() + row * maps.rowStep() + channel;
    int inputFrom = input.at() + row * input.rowStep() + channel;
    int to = (row / 2 * half * TAPS + row % 2 * 2) * CHANNELS + channel;
    for (int column = 0; column < pixels; column++) {
      FloatVector shift = column == 0 ? left : column == pixels - 1 ? right : middle;
      Vectors.relu6(load(maps.values(), from + column * CHANNELS).add(shift))
          .add(load(input.values(), inputFrom + column * CHANNELS))
          .intoArray(taps, to + (column / 2 * TAPS + column % 2) * CHANNELS);
    }
  }
}
