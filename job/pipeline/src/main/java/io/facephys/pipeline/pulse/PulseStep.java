package io.facephys.pipeline.pulse;

import io.facephys.engine.Frames;
import io.facephys.engine.NonFiniteException;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import io.facephys.engine.Step;
import io.facephys.pipeline.time.CameraClock;
import io.facephys.pipeline.time.ShownFrames;
import io.facephys.pipeline.time.TakenFrames;
import io.facephys.schemas.FaceChunk;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * One run of the model.
 *
 * @param wave one finite sample a taken frame
 * @param next the state after them, finite
 * @param replacedIntervals frames whose true interval the model was not given
 * @param newSegment whether the model started from its initial state
 * @param reset whether it did so because the stored state gave no finite wave
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record PulseStep(
    float[] wave, PulseState next, int replacedIntervals, boolean newSegment, boolean reset) {
  /**
   * A chunk and what of it is taken in.
   *
   * @param mostInPlace most pictures that stand in for missing ones
   */
  record Input(FaceChunk chunk, TakenFrames taken, int mostInPlace) {
    private Frames frames(ShownFrames shown) {
      int count = chunk.getCaptureTimesMicros().size();
      ByteBuffer all = chunk.getFrames();
      if (taken.used().length == count && shown.frames().length == count) {
        return Frames.ofBytes(all, count);
      }
      int frameBytes = all.remaining() / count;
      ByteBuffer pictures = ByteBuffer.allocate(shown.frames().length * frameBytes);
      for (int frame : shown.frames()) {
        pictures.put(all.slice(all.position() + taken.used()[frame] * frameBytes, frameBytes));
      }
      return Frames.ofBytes(pictures.flip(), shown.frames().length);
    }
  }

  /**
   * The wave of frames that follow {@code stored}, or start anew where there is none or it is of no
   * use.
   *
   * @throws NonFiniteException if the initial state gives no finite wave either
   */
  static PulseStep run(
      PulseModel model, Input input, CameraClock clock, @Nullable PulseState stored) {
    TakenFrames taken = input.taken;
    if (stored == null) {
      ShownFrames first = ShownFrames.first(taken, input.mostInPlace);
      return of(model, input, first, model.initialState()).asNewSegment(false);
    }
    try {
      ShownFrames shown = ShownFrames.after(clock.lastCaptureMicros(), taken, input.mostInPlace);
      return of(model, input, shown, stored);
    } catch (NonFiniteException e) {
      ShownFrames first = ShownFrames.first(taken, 0);
      return of(model, input, first, model.initialState()).asNewSegment(true);
    }
  }

  private static PulseStep of(PulseModel model, Input input, ShownFrames shown, PulseState state) {
    Step step = model.advance(input.frames(shown), shown.intervalsSeconds(), state);
    return new PulseStep(
        shown.wave(step.wave()), step.next(), shown.replacedIntervals(), false, false);
  }

  private PulseStep asNewSegment(boolean because) {
    return new PulseStep(wave, next, replacedIntervals, true, because);
  }
}
