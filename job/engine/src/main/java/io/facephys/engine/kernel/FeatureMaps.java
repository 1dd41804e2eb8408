package io.facephys.engine.kernel;

import org.jspecify.annotations.Nullable;

/**
 * Feature maps of some frames in an array: (frame, row, column, channel) with 32 channels.
 *
 * @param values the array
 * @param frameStride values from one frame to the next
 * @param rowStride values from one row to the next
 * @param biases those of {@link ConstantConvolution} for each frame, if they and ReLU6 are still to
 *     be applied
 */
record FeatureMaps(float[] values, int frameStride, int rowStride, float @Nullable [] biases) {
  /** Where a row begins. */
  int at(int frame, int row) {
    return frame * frameStride + row * rowStride;
  }
}
