package io.facephys.benchmark;

import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import io.facephys.engine.Step;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One of this project's engines.
 *
 * @param name for the table
 * @param model closed with this
 * @param chunkFrames frames a step
 * @param reference file that holds the reference wave of the model's weights
 */
public record EnginePeer(String name, PulseModel model, int chunkFrames, @Nullable String reference)
    implements Peer {
  @Override
  public float[] run(BenchClip clip) {
    float[] wave = new float[clip.length()];
    PulseState state = model.initialState();
    for (int from = 0; from < wave.length; from += chunkFrames) {
      int to = Math.min(wave.length, from + chunkFrames);
      float[] intervals = Arrays.copyOfRange(clip.intervalsSeconds(), from, to);
      Step step = model.advance(clip.slice(from, to), intervals, state);
      System.arraycopy(step.wave(), 0, wave, from, to - from);
      state = step.next();
    }
    return wave;
  }

  @Override
  public void close() {
    model.close();
  }
}
