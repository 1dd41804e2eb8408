package io.facephys.pipeline.pulse;

import io.facephys.engine.Frames;
import io.facephys.engine.NonFiniteException;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import io.facephys.engine.Step;
import io.facephys.engine.frames.Pixels;
import io.facephys.pipeline.record.Waveform;
import io.facephys.pipeline.time.FrameClock;
import io.facephys.pipeline.time.ShownFrames;
import io.facephys.pipeline.time.UsedFrames;
import io.facephys.schemas.FaceChunk;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The pure step from a chunk, its camera's clock and model state to the wave, the next clock and
 * the next state.
 *
 * @param model the model, which any number of threads may use
 * @param maxStandIns the largest number of stand-in frames in a chunk
 */
record PulseStep(PulseModel model, int maxStandIns) {
  /**
   * What a step needs.
   *
   * @param chunk the chunk whose frames are processed
   * @param used which of its frames are used, at least one
   * @param clock the clock of the camera's frames before the chunk
   * @param state the stored state; null if there is none or the frames do not continue the segment
   * @param renumbered whether the producer starts a new numbering with this chunk
   * @param eventTimeMillis the time of the wave's record, milliseconds since the epoch
   */
  record Input(
      FaceChunk chunk,
      UsedFrames used,
      FrameClock clock,
      @Nullable PulseState state,
      boolean renumbered,
      long eventTimeMillis) {}

  /**
   * What a step gives.
   *
   * @param waveform the wave: one finite sample for each used frame
   * @param clock the clock of the camera's frames after the chunk
   * @param state the state after the chunk, finite
   * @param shownFrames how many frames the model was shown, with stand-ins
   * @param colours (frame, channel): mean R, G and B of each used frame
   */
  record Result(
      Waveform waveform, FrameClock clock, PulseState state, int shownFrames, float[] colours) {}

  /** What the model gave, and whether and why it started from the initial state. */
  private record Inference(Step step, ShownFrames shown, boolean newSegment, boolean reset) {}

  /**
   * Runs the model on the chunk.
   *
   * @throws NonFiniteException if not even the initial state gives a finite wave
   */
  Result run(Input input) {
    Inference inference = infer(input);
    ShownFrames shown = inference.shown;
    long[] times = input.used.timesMicros();
    FrameClock before = inference.newSegment ? input.clock.startingSegment(times[0]) : input.clock;
    FaceChunk chunk = input.chunk;
    Pixels pixels = Pixels.of(chunk.getFrames(), chunk.getHeight(), chunk.getWidth());
    WaveQualityRule quality =
        new WaveQualityRule(input, pixels, before, shown.replacedIntervals(), inference.reset);
    Waveform waveform =
        new Waveform(
            input.chunk.getSubjectId(),
            input.chunk.getCameraId(),
            input.chunk.getSequence(),
            times,
            shown.wave(inference.step.wave()),
            model.identity().name(),
            model.identity().sha256(),
            before.segmentFrames(),
            shown.replacedIntervals(),
            quality.judge(),
            input.eventTimeMillis);
    return new Result(
        waveform,
        before.after(times),
        inference.step.next(),
        shown.frames().length,
        colours(input.used.indices(), pixels.colours()));
  }

  private static float[] colours(int[] used, float[] all) {
    float[] colours = new float[Frames.CHANNELS * used.length];
    for (int i = 0; i < used.length; i++) {
      System.arraycopy(
          all, Frames.CHANNELS * used[i], colours, Frames.CHANNELS * i, Frames.CHANNELS);
    }
    return colours;
  }

  /** Runs the model from the stored state, or from the initial one if that cannot be used. */
  private Inference infer(Input input) {
    UsedFrames used = input.used;
    if (input.state == null) {
      ShownFrames first = ShownFrames.first(used, maxStandIns);
      return new Inference(advance(input, first, model.initialState()), first, true, false);
    }
    try {
      ShownFrames shown = ShownFrames.after(input.clock.lastCaptureMicros(), used, maxStandIns);
      return new Inference(advance(input, shown, input.state), shown, false, false);
    } catch (NonFiniteException e) {
      ShownFrames first = ShownFrames.first(used, 0);
      return new Inference(advance(input, first, model.initialState()), first, true, true);
    }
  }

  private Step advance(Input input, ShownFrames shown, PulseState state) {
    return model.advance(frames(input, shown), shown.intervalsSeconds(), state);
  }

  private static Frames frames(Input input, ShownFrames shown) {
    int count = input.chunk.getCaptureTimesMicros().size();
    ByteBuffer all = input.chunk.getFrames();
    int[] used = input.used.indices();
    if (used.length == count && shown.frames().length == count) {
      return Frames.ofBytes(all, count);
    }
    int frameBytes = all.remaining() / count;
    ByteBuffer copy = ByteBuffer.allocate(shown.frames().length * frameBytes);
    for (int frame : shown.frames()) {
      copy.put(all.slice(all.position() + used[frame] * frameBytes, frameBytes));
    }
    return Frames.ofBytes(copy.flip(), shown.frames().length);
  }
}
