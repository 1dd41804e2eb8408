package io.facephys.tests;

import io.facephys.engine.Engine;
import io.facephys.engine.EngineOptions;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.Provider;
import io.facephys.engine.PulseModel;
import io.facephys.engine.models.PulseModels;
import io.facephys.engine.recording.ModelRun;
import io.facephys.engine.recording.Recording;
import io.facephys.engine.recording.RecordingFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

/** The clip in the repository, and the wave that the engine alone computes of a clip. */
public final class TestClip {
  public static final Path ROOT = Path.of(System.getProperty("facephys.root"));
  public static final Path FOLDER = ROOT.resolve("weights/clip");

  private TestClip() {}

  /**
   * The clip as if its last frame were of this moment: Kafka deletes waves by their capture times,
   * and the clip's own are old.
   */
  public static Recording load() {
    Recording clip = RecordingFiles.ofFolder(FOLDER);
    long[] times = clip.captureTimesMicros();
    long shift = System.currentTimeMillis() * 1000 - times[times.length - 1];
    return new Recording(
        clip.frames(), LongStream.of(times).map(micros -> micros + shift).toArray());
  }

  /** The wave with the default weights, in chunks of {@code chunkFrames}. */
  public static float[] waveOf(Recording clip, int chunkFrames) {
    return waveOf(clip, clip.chunkEnds(chunkFrames));
  }

  /** The wave with the default weights, in chunks that end before these frames. */
  public static float[] waveOf(Recording clip, List<Integer> chunkEnds) {
    return waveOf(clip, chunkEnds, Engine.ONNX);
  }

  public static float[] waveOf(Recording clip, List<Integer> chunkEnds, Engine engine) {
    return runOf(clip, chunkEnds, engine).wave();
  }

  /** What comes of the clip with the default weights, in chunks that end before these frames. */
  public static ModelRun runOf(Recording clip, List<Integer> chunkEnds, Engine engine) {
    EngineOptions options = new EngineOptions(null, Provider.CPU, engine);
    try (PulseModel model = PulseModels.load(ModelFiles.ofDefault(), options)) {
      return clip.run(model, chunkEnds, (frames, state) -> {});
    }
  }
}
