package io.facephys.engine.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Frames of feature maps in an array: (frame, row, column, channel) with 32 channels.
 *
 * @param values the array
 * @param frameStep numbers from one frame to the next
 * @param rowStep numbers from one row to the next
 * @param biases {@link Steering}'s values of each frame, if they and ReLU6 are still to be applied
 */
record Maps(float[] values, int frameStep, int rowStep, float @Nullable [] biases) {
  /** Where a row begins. */
  int at(int frame, int row) {
    return frame * frameStep + row * rowStep;
  }
}
