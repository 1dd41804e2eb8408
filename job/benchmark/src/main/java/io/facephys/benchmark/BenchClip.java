package io.facephys.benchmark;

import io.facephys.engine.FrameIntervals;
import io.facephys.engine.Frames;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.jetbrains.bio.npy.NpyFile;

/**
 * The first frames of a recorded clip, for all peers the same.
 *
 * @param frames uint8, (frame, row, column, channel)
 * @param intervalsSeconds one a frame
 * @param folder where the clip and its reference waves lie
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares clips
public record BenchClip(byte[] frames, float[] intervalsSeconds, Path folder) {
  private static final int READ_STEP_BYTES = 1 << 20;

  /** Reads at most {@code most} frames of {@code frames.npy} and {@code timestamps.npy}. */
  public static BenchClip load(Path folder, int most) {
    byte[] frames = NpyFile.read(folder.resolve("frames.npy"), READ_STEP_BYTES).asByteArray();
    long[] times = NpyFile.read(folder.resolve("timestamps.npy"), READ_STEP_BYTES).asLongArray();
    int length = Math.min(most, times.length);
    int frameBytes = frames.length / times.length;
    return new BenchClip(
        Arrays.copyOf(frames, length * frameBytes),
        FrameIntervals.ofFirst(Arrays.copyOf(times, length)).seconds(),
        folder);
  }

  /** How many frames there are. */
  public int length() {
    return intervalsSeconds.length;
  }

  /** Bytes of a frame. */
  public int frameBytes() {
    return frames.length / length();
  }

  /** Frames {@code from} to {@code to}. */
  Frames slice(int from, int to) {
    ByteBuffer bytes = ByteBuffer.wrap(frames, from * frameBytes(), (to - from) * frameBytes());
    return Frames.ofBytes(bytes, to - from);
  }

  /**
   * The reference wave of that name beside the frames, as long as this clip; empty if there is
   * none.
   */
  public Optional<float[]> reference(String name) {
    Path file = folder.resolve(name);
    return Files.exists(file)
        ? Optional.of(Arrays.copyOf(NpyFile.read(file, READ_STEP_BYTES).asFloatArray(), length()))
        : Optional.empty();
  }
}
