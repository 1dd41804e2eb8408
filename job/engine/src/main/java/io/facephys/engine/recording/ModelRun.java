package io.facephys.engine.recording;

import io.facephys.engine.FrameIntervals;
import io.facephys.engine.Frames;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseRules;
import io.facephys.engine.PulseState;
import io.facephys.engine.Step;
import io.facephys.engine.frames.FrameColours;
import java.util.Arrays;

/**
 * What has come so far of the frames of one camera that a model was given, from its initial state
 * on. The frames themselves are not kept. Immutable.
 *
 * @param captureTimesMicros one per frame, microseconds
 * @param wave one sample per frame
 * @param colours (frame, channel): mean R, G and B of each frame; see {@link FrameColours}
 * @param state the state after the last frame
 * @param replacedIntervals how many intervals were out of bounds; see {@link FrameIntervals}
 */
public record ModelRun(
    long[] captureTimesMicros,
    float[] wave,
    float[] colours,
    PulseState state,
    int replacedIntervals) {
  /** Nothing yet, before the first frame. */
  public static ModelRun start(PulseModel model) {
    return new ModelRun(new long[0], new float[0], new float[0], model.initialState(), 0);
  }

  /**
   * Gives the model the next frames.
   *
   * @param timesMicros their capture times, one per frame
   */
  public ModelRun then(PulseModel model, Frames frames, long[] timesMicros) {
    int before = captureTimesMicros.length;
    FrameIntervals intervals =
        before == 0
            ? FrameIntervals.ofFirst(timesMicros)
            : FrameIntervals.after(captureTimesMicros[before - 1], timesMicros);
    Step step = model.advance(frames, intervals.seconds(), state);
    long[] times = Arrays.copyOf(captureTimesMicros, before + timesMicros.length);
    System.arraycopy(timesMicros, 0, times, before, timesMicros.length);
    return new ModelRun(
        times,
        joined(wave, step.wave()),
        joined(colours, FrameColours.of(frames)),
        step.next(),
        replacedIntervals + intervals.replaced());
  }

  private static float[] joined(float[] first, float[] second) {
    float[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** Capture times in seconds. */
  public double[] seconds() {
    return Arrays.stream(captureTimesMicros).mapToDouble(PulseRules::seconds).toArray();
  }
}
