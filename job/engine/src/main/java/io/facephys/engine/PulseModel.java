package io.facephys.engine;

/**
 * A recurrent pulse model: weights that all subjects share, and a step from one state to the next.
 *
 * <p>Threads may share a model: a step has no side effects, and everything that depends on a
 * subject's earlier frames is in its {@link PulseState}. {@link #close()} frees native memory; no
 * step may run during it or after it.
 */
public interface PulseModel extends AutoCloseable {
  /** Identity of this model, which is stored with every wave and every state. */
  ModelIdentity identity();

  /** Names and shapes of the state tensors, and the format of the states that the model returns. */
  StateLayout stateLayout();

  /** The state that a subject starts from. */
  PulseState initialState();

  /** Rows of a frame, pixels. */
  int frameHeight();

  /** Columns of a frame, pixels. */
  int frameWidth();

  /**
   * Processes a chunk of frames.
   *
   * @param frames at least one
   * @param intervalsSeconds time since the previous frame, one per frame, each in (0, {@value
   *     FrameIntervals#MAX_SECONDS}]; see {@link FrameIntervals}
   * @param state the subject's state before the chunk, in any format; it is not changed
   * @return one sample of the wave per frame, and the state after the chunk
   * @throws IllegalArgumentException if the arguments do not fit each other or this model
   * @throws NonFiniteException if the wave or the new state contains NaN or infinity; the given
   *     state stays usable
   */
  Step advance(Frames frames, float[] intervalsSeconds, PulseState state);

  @Override
  void close();
}
