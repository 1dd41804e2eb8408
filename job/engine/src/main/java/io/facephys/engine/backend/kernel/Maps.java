package io.facephys.engine.backend.kernel;

import static io.facephys.engine.backend.kernel.SteeredConvolution.CHANNELS;

import org.jspecify.annotations.Nullable;

/**
 * A frame of feature maps in an array: (row, column, channel) with 32 channels.
 *
 * @param values the array
 * @param at first number of the upper left pixel
 * @param rowStep numbers from one row to the next
 * @param biases {@link Steering}'s values, if they and ReLU6 are still to be applied
 * @param biasesAt where the frame's values begin in them
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record Maps(float[] values, int at, int rowStep, float @Nullable [] biases, int biasesAt) {
  /** Finished maps with a number of columns. */
  static Maps plain(float[] values, int at, int columns) {
    return new Maps(values, at, columns * CHANNELS, null, 0);
  }
}
