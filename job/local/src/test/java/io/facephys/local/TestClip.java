package io.facephys.local;

import io.facephys.engine.FrameIntervals;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import io.facephys.engine.Step;
import io.facephys.engine.onnx.PulseModels;
import io.facephys.local.camera.Clip;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** The clip that the project ships, and what the engine alone makes of a clip. */
final class TestClip {
  static final Path ROOT = Path.of(System.getProperty("facephys.root"));
  static final Path FOLDER = ROOT.resolve("weights/clip");

  private TestClip() {}

  static Clip load() {
    try {
      return Clip.ofFolder(FOLDER);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The wave of a whole clip in one step, with the default weights. */
  static float[] waveOf(Clip clip) {
    try (PulseModel model = PulseModels.load(ModelFiles.ofDefault())) {
      PulseState start = model.initialState();
      FrameIntervals intervals = FrameIntervals.ofFirst(clip.captureTimesMicros());
      Step step = model.advance(clip.slice(0, clip.length()), intervals.seconds(), start);
      return step.wave();
    }
  }
}
