package io.facephys.engine;

/** Checks the arguments of {@link PulseModel#advance}, for the classes that implement it. */
@Internal
public final class StepArguments {
  private StepArguments() {}

  /**
   * Refuses arguments that do not fit each other or the model.
   *
   * @throws IllegalArgumentException if they do not fit
   */
  public static void check(
      PulseModel model, Frames frames, float[] intervalsSeconds, PulseState state) {
    int frameValues = model.frameHeight() * model.frameWidth() * Frames.CHANNELS;
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
    int stateSize = model.stateLayout().size();
    if (state.size() != stateSize) {
      throw new IllegalArgumentException(
          "a state of this model has %d values, not %d".formatted(stateSize, state.size()));
    }
  }
}
