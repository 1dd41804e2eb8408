package io.facephys.engine.weights;

import io.facephys.engine.Internal;

/**
 * The state tensors of a layer, in their order.
 *
 * <p>Layers count in the order in which a frame passes through them: first the state convolutions
 * of all blocks, each with all of these tensors; then the head's state space models, which have no
 * normalisation and thus only the first three.
 */
@Internal
public enum StateTensor {
  /** Real part of the state space model's state: [1, heads, size, states]. */
  REAL(0),
  /** Imaginary part of the same. */
  IMAGINARY(1),
  /** The last inputs of the causal convolution: [1, 4, channels]. */
  TAIL(2),
  /** Mean square of the temporal normalisation: [1, 1, rows, columns, 32]. */
  MEAN_SQUARE(3),
  /** Mean of the temporal normalisation, of the same shape. */
  MEAN(4);

  private static final int PER_CONVOLUTION = 5;
  private static final int PER_HEAD_MODEL = 3;

  private final int index; // in its layer

  StateTensor(int index) {
    this.index = index;
  }

  /** Index of this tensor of a layer among all state tensors. */
  public int of(int layer) {
    int convolutions = Math.min(layer, PulseWeights.CONVOLUTIONS);
    return PER_CONVOLUTION * convolutions + PER_HEAD_MODEL * (layer - convolutions) + index;
  }
}
