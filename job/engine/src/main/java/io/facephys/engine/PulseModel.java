package io.facephys.engine;

/**
 * A recurrent pulse model: weights that all subjects share, and a pure step from one state to the
 * next.
 *
 * <p>Instances are immutable to their callers and may be shared by threads; what a subject has been
 * through stands in its {@link PulseState} alone. {@link #close()} frees native memory; no step may
 * run then or later.
 */
public interface PulseModel extends AutoCloseable {
  /** Which model this is; goes into every output and every stored state. */
  ModelIdentity identity();

  /** Names and shapes of the state tensors, and the format of every state that comes out. */
  StateLayout stateLayout();

  /** The state that a subject starts from. */
  PulseState initialState();

  /** Rows of a frame, pixels. */
  int frameHeight();

  /** Columns of a frame, pixels. */
  int frameWidth();

  /**
   * Takes a chunk of frames in.
   *
   * @param frames the pictures, at least one
   * @param intervalsSeconds time since the frame before, one a frame, each in (0, {@value
   *     FrameIntervals#MAX_SECONDS}]; see {@link FrameIntervals}
   * @param state the subject's state before the chunk, in any format; it is not changed
   * @return one sample of the wave a frame, and the state after the chunk
   * @throws IllegalArgumentException if the arguments do not fit each other or this model
   * @throws NonFiniteException if the model answered with NaN or infinity; the given state is still
   *     good
   */
  Step advance(Frames frames, float[] intervalsSeconds, PulseState state);

  @Override
  void close();
}
