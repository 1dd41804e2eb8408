package io.facephys.measure.peers;

import io.facephys.engine.recording.Recording;
import io.facephys.engine.recording.RecordingFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * The first frames of a recording, the same for all peers.
 *
 * @param intervalsSeconds one per frame
 * @param folder where the recording and its reference waves are
 */
public record BenchClip(Recording recording, float[] intervalsSeconds, Path folder) {
  /** Reads at most {@code maxFrames} frames of the recording in a folder. */
  public static BenchClip load(Path folder, int maxFrames) {
    Recording all = RecordingFiles.ofFolder(folder);
    Recording first = all.first(Math.min(maxFrames, all.length()));
    return new BenchClip(first, first.intervals(0, first.length()).seconds(), folder);
  }

  /** How many frames there are. */
  public int length() {
    return recording.length();
  }

  /**
   * The first samples, one per frame, of the reference wave in a file beside the frames; empty if
   * there is no such file.
   */
  public Optional<float[]> reference(String name) {
    Path file = folder.resolve(name);
    return Files.exists(file)
        ? Optional.of(Arrays.copyOf(RecordingFiles.floats(file), length()))
        : Optional.empty();
  }
}
