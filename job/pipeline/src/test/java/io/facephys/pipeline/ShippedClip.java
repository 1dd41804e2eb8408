package io.facephys.pipeline;

import io.facephys.engine.recording.Recording;
import io.facephys.engine.recording.RecordingFiles;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/** The painted clip in weights/clip, and the wave that the training program computed in PyTorch. */
public final class ShippedClip {
  private static final Path FOLDER =
      Path.of(System.getProperty("facephys.root"), "weights", "clip");

  private ShippedClip() {}

  /** Its first frames as those of a subject. */
  public static Subject subject(String id, int frames) {
    Recording recording = RecordingFiles.ofFolder(FOLDER).first(frames);
    ByteBuffer bytes = recording.bytes(0, frames);
    byte[] pixels = new byte[bytes.remaining()];
    bytes.get(pixels);
    return new Subject(id, pixels, recording.captureTimesMicros());
  }

  /** The reference wave of its first frames under the default weights. */
  public static float[] referenceWave(int frames) {
    return Arrays.copyOf(RecordingFiles.floats(FOLDER.resolve("wave.npy")), frames);
  }
}
