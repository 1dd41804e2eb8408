package io.facephys.engine.experiment;

import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import io.facephys.engine.recording.Recording;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * An undisturbed run of a recording, with the model state before some of its frames: an experiment
 * goes on from one of these states and compares its wave with this one.
 */
record UnbrokenRun(Recording recording, float[] wave, Map<Integer, PulseState> statesBefore) {
  /**
   * Runs a recording.
   *
   * @param frames the frames before which the state is kept; the last one is the recording's length
   */
  static UnbrokenRun of(PulseModel model, Recording recording, SortedSet<Integer> frames) {
    Map<Integer, PulseState> states = new TreeMap<>();
    float[] wave = recording.run(model, frames, states::put).wave();
    return new UnbrokenRun(recording, wave, states);
  }

  PulseState stateBefore(int frame) {
    PulseState state = statesBefore.get(frame);
    if (state == null) {
      throw new IllegalArgumentException("no state was kept before frame " + frame);
    }
    return state;
  }

  /** The bytes of one frame, from position 0 on. */
  ByteBuffer frame(int index) {
    return recording.bytes(index, index + 1);
  }
}
