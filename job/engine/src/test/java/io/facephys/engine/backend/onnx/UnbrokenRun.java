package io.facephys.engine.backend.onnx;

import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import io.facephys.engine.Step;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * A clip as a model saw it undisturbed: the wave, and the state before each of some frames; what an
 * experiment disturbs and compares with.
 */
@SuppressWarnings("ArrayRecordComponent") // test data; nobody compares them
record UnbrokenRun(Clip clip, float[] wave, Map<Integer, PulseState> statesBefore) {
  static UnbrokenRun of(PulseModel model, Clip clip, SortedSet<Integer> frames) {
    float[] wave = new float[clip.count()];
    Map<Integer, PulseState> states = new TreeMap<>();
    PulseState state = model.initialState();
    int from = 0;
    for (int to : frames) {
      Step step = clip.step(model, from, to, state);
      System.arraycopy(step.wave(), 0, wave, from, to - from);
      state = step.next();
      states.put(to, state);
      from = to;
    }
    if (from < clip.count()) {
      Step rest = clip.step(model, from, clip.count(), state);
      System.arraycopy(rest.wave(), 0, wave, from, clip.count() - from);
    }
    return new UnbrokenRun(clip, wave, states);
  }

  PulseState stateBefore(int frame) {
    PulseState state = statesBefore.get(frame);
    if (state == null) {
      throw new IllegalArgumentException("no state was kept before frame " + frame);
    }
    return state;
  }

  /** One picture, from position 0 on. */
  ByteBuffer picture(int frame) {
    int bytes = clip.frames().limit() / clip.count();
    return clip.frames().slice(frame * bytes, bytes);
  }
}
