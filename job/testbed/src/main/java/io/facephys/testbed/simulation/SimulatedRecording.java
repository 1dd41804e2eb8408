package io.facephys.testbed.simulation;

import io.facephys.engine.Frames;
import io.facephys.engine.recording.Recording;
import io.facephys.schemas.CropContract;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.stream.LongStream;
import org.jetbrains.bio.npy.NpyFile;

/** Makes recordings of simulated faces, whose pulse rate is known. */
public final class SimulatedRecording {
  private static final int FRAMES_PER_SECOND = 30;

  private SimulatedRecording() {}

  /**
   * A recording at 30 frames a second; the same arguments give the same one.
   *
   * @param startMicros capture time of the first frame, since 1970
   */
  public static Recording recording(double rateBpm, long seed, int seconds, long startMicros) {
    SimulatedFace face = new SimulatedFace(rateBpm, seed);
    int length = FRAMES_PER_SECOND * seconds;
    byte[] bytes = new byte[length * CropContract.FRAME_BYTES];
    for (int i = 0; i < length; i++) {
      face.paint((double) i / FRAMES_PER_SECOND, bytes, i * CropContract.FRAME_BYTES);
    }
    long[] times =
        LongStream.range(0, length)
            .map(i -> startMicros + i * 1_000_000 / FRAMES_PER_SECOND)
            .toArray();
    return new Recording(
        new Frames.ByteFrames(ByteBuffer.wrap(bytes), length, CropContract.FRAME_BYTES), times);
  }

  /** Writes the recording as a clip: {@code frames.npy} and {@code timestamps.npy}. */
  public static void write(Recording recording, Path folder) {
    ByteBuffer frames = recording.bytes(0, recording.length());
    byte[] bytes = new byte[frames.remaining()];
    frames.get(bytes);
    int[] shape = {
      recording.length(), CropContract.HEIGHT, CropContract.WIDTH, CropContract.CHANNELS
    };
    NpyFile.write(folder.resolve("frames.npy"), bytes, shape);
    long[] times = recording.captureTimesMicros();
    NpyFile.write(folder.resolve("timestamps.npy"), times, new int[] {times.length});
  }
}
