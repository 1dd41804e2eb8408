package io.facephys.pipeline;

import io.facephys.engine.FrameIntervals;
import io.facephys.engine.Frames;
import io.facephys.engine.NonFiniteException;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import io.facephys.engine.Step;
import io.facephys.pipeline.time.CameraClock;
import io.facephys.pipeline.time.TakenFrames;
import io.facephys.schemas.FaceChunk;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One run of the model.
 *
 * @param step the wave and the state after it, all finite
 * @param replacedIntervals frames whose true interval the model was not given
 * @param newSegment whether the model started from its initial state
 * @param reset whether it did so because the stored state gave no finite wave
 */
record PulseStep(Step step, int replacedIntervals, boolean newSegment, boolean reset) {
  /**
   * The wave of frames that follow {@code stored}, or start anew where there is none or it is of no
   * use.
   *
   * @throws NonFiniteException if the initial state gives no finite wave either
   */
  static PulseStep run(
      PulseModel model,
      FaceChunk chunk,
      TakenFrames taken,
      CameraClock clock,
      @Nullable PulseState stored) {
    Frames frames = frames(chunk, taken);
    if (stored != null) {
      FrameIntervals intervals =
          FrameIntervals.after(clock.lastCaptureMicros(), taken.timesMicros());
      try {
        Step step = model.advance(frames, intervals.seconds(), stored);
        return new PulseStep(step, intervals.replaced(), false, false);
      } catch (NonFiniteException e) {
        return fromInitial(model, frames, taken, true);
      }
    }
    return fromInitial(model, frames, taken, false);
  }

  private static PulseStep fromInitial(
      PulseModel model, Frames frames, TakenFrames taken, boolean reset) {
    FrameIntervals intervals = FrameIntervals.ofFirst(taken.timesMicros());
    Step step = model.advance(frames, intervals.seconds(), model.initialState());
    return new PulseStep(step, intervals.replaced(), true, reset);
  }

  private static Frames frames(FaceChunk chunk, TakenFrames taken) {
    int count = chunk.getCaptureTimesMicros().size();
    ByteBuffer all = chunk.getFrames();
    if (taken.used().length == count) {
      return Frames.ofBytes(all, count);
    }
    int frameBytes = all.remaining() / count;
    ByteBuffer used = ByteBuffer.allocate(taken.used().length * frameBytes);
    for (int frame : taken.used()) {
      used.put(all.slice(all.position() + frame * frameBytes, frameBytes));
    }
    return Frames.ofBytes(used.flip(), taken.used().length);
  }
}
