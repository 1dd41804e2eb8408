package io.facephys.local;

import io.facephys.engine.ModelFiles;
import io.facephys.engine.PulseModel;
import io.facephys.engine.Recording;
import io.facephys.engine.RecordingFiles;
import io.facephys.engine.backend.PulseModels;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** The clip in the repository, and the wave that the engine alone computes of a clip. */
public final class TestClip {
  public static final Path ROOT = Path.of(System.getProperty("facephys.root"));
  public static final Path FOLDER = ROOT.resolve("weights/clip");

  private static final long START_MICROS = 1000 * (System.currentTimeMillis() - 60_000);

  private TestClip() {}

  /**
   * Capture times of some frames as if the clip began a minute before the tests. Kafka deletes
   * waves by their capture times, and the clip's own are old.
   */
  public static long[] timesFromNow(Recording clip, int from, int to) {
    long first = clip.captureTimesMicros()[0];
    return Arrays.stream(clip.captureTimesMicros(), from, to)
        .map(time -> time - first + START_MICROS)
        .toArray();
  }

  public static Recording load() {
    return RecordingFiles.ofFolder(FOLDER);
  }

  /**
   * The clip as if its last frame were of this moment. Kafka deletes what carries an old time, and
   * in a long test it does so before the test has read it.
   */
  static Recording loadEndingNow() {
    Recording clip = load();
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
  static float[] waveOf(Recording clip, List<Integer> chunkEnds) {
    try (PulseModel model = PulseModels.load(ModelFiles.ofDefault())) {
      return clip.run(model, chunkEnds, (frames, state) -> {}).wave();
    }
  }
}
