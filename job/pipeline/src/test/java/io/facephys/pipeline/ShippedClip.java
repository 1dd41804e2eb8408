package io.facephys.pipeline;

import java.nio.file.Path;
import java.util.Arrays;
import org.jetbrains.bio.npy.NpyArray;
import org.jetbrains.bio.npy.NpyFile;

/** The painted clip in weights/clip, and what the training program made of it in PyTorch. */
public final class ShippedClip {
  private ShippedClip() {}

  /** Its first frames as those of a subject. */
  public static Subject subject(String id, int frames) {
    byte[] pixels = read("frames.npy").asByteArray();
    return new Subject(
        id,
        Arrays.copyOf(pixels, frames * (pixels.length / times().length)),
        Arrays.copyOf(times(), frames));
  }

  /** The reference wave of its first frames under the default weights. */
  public static float[] referenceWave(int frames) {
    return Arrays.copyOf(read("wave.npy").asFloatArray(), frames);
  }

  private static long[] times() {
    return read("timestamps.npy").asLongArray();
  }

  private static NpyArray read(String file) {
    return NpyFile.read(
        Path.of(System.getProperty("facephys.root"), "weights", "clip", file), Integer.MAX_VALUE);
  }
}
