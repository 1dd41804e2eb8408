package io.facephys.local;

import io.facephys.engine.FrameIntervals;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import io.facephys.engine.Step;
import io.facephys.engine.backend.PulseModels;
import io.facephys.local.camera.Clip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The clip in the repository, and the wave that the engine alone computes of a clip. */
public final class TestClip {
  public static final Path ROOT = Path.of(System.getProperty("facephys.root"));
  public static final Path FOLDER = ROOT.resolve("weights/clip");

  private TestClip() {}

  static Clip load() {
    try {
      return Clip.ofFolder(FOLDER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The wave with the default weights, in chunks of {@code chunkFrames}. */
  static float[] waveOf(Clip clip, int chunkFrames) {
    List<Integer> ends = new ArrayList<>();
    for (int from = 0; from < clip.length(); from += chunkFrames) {
      ends.add(Math.min(clip.length(), from + chunkFrames));
    }
    return waveOf(clip, ends);
  }

  /** The wave with the default weights, in chunks that end before these frames. */
  static float[] waveOf(Clip clip, List<Integer> ends) {
    float[] seconds = FrameIntervals.ofFirst(clip.captureTimesMicros()).seconds();
    float[] wave = new float[clip.length()];
    try (PulseModel model = PulseModels.load(ModelFiles.ofDefault())) {
      PulseState state = model.initialState();
      int from = 0;
      for (int to : ends) {
        float[] intervals = Arrays.copyOfRange(seconds, from, to);
        Step step = model.advance(clip.slice(from, to), intervals, state);
        System.arraycopy(step.wave(), 0, wave, from, to - from);
        state = step.next();
        from = to;
      }
    }
    return wave;
  }
}
