package io.facephys.engine.kernel;

/**
 * Consecutive frames that pass through a layer together.
 *
 * @param first index of the first of them in {@code intervals}
 * @param count how many they are
 * @param intervals seconds, of all frames of the chunk
 * @param state the values of the subject's state, which each layer updates
 */
record Pass(int first, int count, float[] intervals, float[] state) {
  /** Seconds between a frame of this pass, counted from 0, and the frame before it. */
  float interval(int frame) {
    return intervals[first + frame];
  }

  /** Some frames of this pass, from {@code frame} on, counted from 0. */
  Pass part(int frame, int frames) {
    return new Pass(first + frame, frames, intervals, state);
  }
}
