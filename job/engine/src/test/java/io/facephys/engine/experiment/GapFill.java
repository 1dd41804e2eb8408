package io.facephys.engine.experiment;

import io.facephys.engine.FrameIntervals;
import io.facephys.engine.Frames;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Frames that replace those missing in a gap. */
enum GapFill {
  /** The last frame before the gap, repeated. */
  LAST,
  /** The first frame after the gap, repeated. */
  NEXT,
  /** A blend from the one to the other in even steps. */
  BLEND;

  /**
   * The state after {@code count} such frames at the nominal interval; their samples are dropped.
   */
  PulseState advance(
      PulseModel model, PulseState state, ByteBuffer last, ByteBuffer next, int count) {
    ByteBuffer frames = ByteBuffer.allocate(count * last.remaining());
    for (int i = 0; i < count; i++) {
      float share = this == LAST ? 0 : this == NEXT ? 1 : (i + 1f) / (count + 1);
      for (int k = 0; k < last.remaining(); k++) {
        float before = last.get(k) & 0xFF;
        frames.put((byte) Math.round(before + share * ((next.get(k) & 0xFF) - before)));
      }
    }
    float[] intervals = new float[count];
    Arrays.fill(intervals, FrameIntervals.NOMINAL_SECONDS);
    return model.advance(Frames.ofBytes(frames.flip(), count), intervals, state).next();
  }
}
