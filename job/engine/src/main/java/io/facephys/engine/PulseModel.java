package io.facephys.engine;

/**
 * A recurrent pulse model: weights that all subjects share, and a step from one state to the next.
 *
 * <p>Threads may share a model: a step has no side effects, and everything that depends on a
 * subject's earlier frames is in its {@link PulseState}. {@link #close()} frees native memory; no
 * step may run during it or after it.
 */
public abstract class PulseModel implements AutoCloseable {
  private final ModelIdentity identity;
  private final StateLayout stateLayout;
  private final PulseState initialState;
  private final int frameHeight;
  private final int frameWidth;

  protected PulseModel(
      ModelIdentity identity,
      StateLayout stateLayout,
      PulseState initialState,
      int frameHeight,
      int frameWidth) {
    this.identity = identity;
    this.stateLayout = stateLayout;
    this.initialState = initialState;
    this.frameHeight = frameHeight;
    this.frameWidth = frameWidth;
  }

  /** Identity of this model, which is stored with every wave and every state. */
  public final ModelIdentity identity() {
    return identity;
  }

  /** Names and shapes of the state tensors, and the format of the states that the model returns. */
  public final StateLayout stateLayout() {
    return stateLayout;
  }

  /** The state that a subject starts from. */
  public final PulseState initialState() {
    return initialState;
  }

  /** Rows of a frame, pixels. */
  public final int frameHeight() {
    return frameHeight;
  }

  /** Columns of a frame, pixels. */
  public final int frameWidth() {
    return frameWidth;
  }

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
  public final Step advance(Frames frames, float[] intervalsSeconds, PulseState state) {
    int frameValues = frameHeight * frameWidth * Frames.CHANNELS;
    if (frames.valuesPerFrame() != frameValues) {
      throw new IllegalArgumentException(
          "a frame of this model has %d values, not %d"
              .formatted(frameValues, frames.valuesPerFrame()));
    }
    if (intervalsSeconds.length != frames.count()) {
      throw new IllegalArgumentException(
          "%d intervals for %d frames".formatted(intervalsSeconds.length, frames.count()));
    }
    for (float seconds : intervalsSeconds) {
      if (!(seconds > 0 && seconds <= FrameIntervals.MAX_SECONDS)) {
        throw new IllegalArgumentException(
            "interval %s s is not in (0, %s]".formatted(seconds, FrameIntervals.MAX_SECONDS));
      }
    }
    if (state.size() != stateLayout.size()) {
      throw new IllegalArgumentException(
          "a state of this model has %d values, not %d"
              .formatted(stateLayout.size(), state.size()));
    }
    return compute(frames, intervalsSeconds, state);
  }

  /** Computes {@link #advance}, whose arguments have been checked. */
  protected abstract Step compute(Frames frames, float[] intervalsSeconds, PulseState state);

  @Override
  public abstract void close();
}
