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
 * The frames of one camera on their way through a model, from its initial state: all that has come
 * of them so far. It grows with each chunk; the frames are not kept. Not for several threads.
 */
public final class ModelRun {
  private final PulseModel model;
  private PulseState state;
  private long[] captureTimesMicros = {};
  private float[] wave = {};
  private float[] colours = {};
  private int replacedIntervals;

  public ModelRun(PulseModel model) {
    this.model = model;
    this.state = model.initialState();
  }

  /**
   * Gives the model the next frames.
   *
   * @param timesMicros their capture times, one per frame
   */
  public void advance(Frames frames, long[] timesMicros) {
    int before = length();
    FrameIntervals intervals =
        before == 0
            ? FrameIntervals.ofFirst(timesMicros)
            : FrameIntervals.after(captureTimesMicros[before - 1], timesMicros);
    Step step = model.advance(frames, intervals.seconds(), state);
    state = step.next();
    replacedIntervals += intervals.replaced();
    captureTimesMicros = Arrays.copyOf(captureTimesMicros, before + timesMicros.length);
    System.arraycopy(timesMicros, 0, captureTimesMicros, before, timesMicros.length);
    wave = joined(wave, step.wave());
    colours = joined(colours, FrameColours.of(frames));
  }

  private static float[] joined(float[] first, float[] second) {
    float[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  /** How many frames the model was given. */
  public int length() {
    return captureTimesMicros.length;
  }

  /** One per frame, microseconds. */
  public long[] captureTimesMicros() {
    return captureTimesMicros;
  }

  /** Capture times in seconds. */
  public double[] seconds() {
    return Arrays.stream(captureTimesMicros).mapToDouble(PulseRules::seconds).toArray();
  }

  /** One sample per frame. */
  public float[] wave() {
    return wave;
  }

  /** (frame, channel): mean R, G and B of each frame; see {@link FrameColours}. */
  public float[] colours() {
    return colours;
  }

  /** The state after the last frame. */
  public PulseState state() {
    return state;
  }

  /** How many intervals were out of bounds; see {@link FrameIntervals}. */
  public int replacedIntervals() {
    return replacedIntervals;
  }
}
