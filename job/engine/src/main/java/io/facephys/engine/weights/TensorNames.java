package io.facephys.engine.weights;

import io.facephys.engine.Internal;

/** Names of a model's inputs and outputs. Source: the published model.onnx. */
@Internal
public final class TensorNames {
  /** Input: the frames. */
  public static final String FRAMES = "input";

  /** Input: seconds since the previous frame. */
  public static final String INTERVALS = "dt";

  /** Output: a sample of the wave per frame. */
  public static final String WAVE = "Identity:0";

  private TensorNames() {}

  /** Input: state tensor {@code index} before the frames. */
  public static String state(int index) {
    return "state_in_" + index;
  }

  /** Output: state tensor {@code index} after the frames. */
  public static String nextState(int index) {
    return "Identity_%d:0".formatted(index + 1);
  }
}
