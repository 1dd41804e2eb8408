package io.facephys.local.camera;

import io.facephys.engine.Frames;
import io.facephys.schemas.CropContract;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.jetbrains.bio.npy.NpyArray;
import org.jetbrains.bio.npy.NpyFile;
import org.jspecify.annotations.Nullable;

/**
 * Recorded frames with their capture times.
 *
 * @param frames uint8 0..255 in a {@code byte[]}, or floats 0..1 in a {@code float[]}; (frame, row,
 *     column, channel)
 * @param captureTimesMicros one a frame, microseconds
 */
@SuppressWarnings("ArrayRecordComponent") // a file's contents; nobody compares clips
public record Clip(Object frames, long[] captureTimesMicros) {
  private static final int[] FRAME_SHAPE = {
    CropContract.HEIGHT, CropContract.WIDTH, CropContract.CHANNELS
  };

  /** A clip at an even rate, its first frame at time 0. */
  public static Clip evenlyTimed(Path frames, double framesPerSecond) throws IOException {
    NpyArray array = readFrames(frames);
    long[] times =
        LongStream.range(0, count(array)).map(i -> Math.round(i * 1e6 / framesPerSecond)).toArray();
    return new Clip(array.getData(), times);
  }

  /** A clip with a file of capture times, microseconds, int64. */
  public static Clip timed(Path frames, Path timestamps) throws IOException {
    NpyArray array = readFrames(frames);
    NpyArray times = read(timestamps);
    if (!(times.getData() instanceof long[] micros) || micros.length != count(array)) {
      throw new IllegalArgumentException(
          "'%s' holds %s; %d capture times in microseconds (int64) are expected, one a frame of '%s'"
              .formatted(timestamps, describe(times), count(array), frames));
    }
    return new Clip(array.getData(), micros);
  }

  /**
   * A clip of {@code frames.npy} and, beside it, {@code timestamps.npy}; without that at 30 frames
   * a second.
   */
  public static Clip ofFolder(Path folder) throws IOException {
    Path timestamps = folder.resolve("timestamps.npy");
    Path frames = folder.resolve("frames.npy");
    return Files.exists(timestamps) ? timed(frames, timestamps) : evenlyTimed(frames, 30);
  }

  /** How many frames there are. */
  public int length() {
    return captureTimesMicros.length;
  }

  /** Frames {@code from} to {@code to}, for the engine. */
  public Frames slice(int from, int to) {
    int start = from * CropContract.FRAME_BYTES;
    int size = (to - from) * CropContract.FRAME_BYTES;
    return frames instanceof byte[] bytes
        ? Frames.ofBytes(ByteBuffer.wrap(bytes, start, size), to - from)
        : Frames.ofFloats(FloatBuffer.wrap((float[]) frames, start, size), to - from);
  }

  /**
   * Frames {@code from} to {@code to} as the wire carries them.
   *
   * @throws IllegalArgumentException if the clip has floats, which the wire does not carry
   */
  public ByteBuffer bytes(int from, int to) {
    if (!(frames instanceof byte[] bytes)) {
      throw new IllegalArgumentException(
          "the clip holds floats; face chunks carry uint8, 0..255: multiply by 255 and round");
    }
    return ByteBuffer.wrap(
        bytes, from * CropContract.FRAME_BYTES, (to - from) * CropContract.FRAME_BYTES);
  }

  private static NpyArray readFrames(Path file) throws IOException {
    NpyArray array = read(file);
    int[] shape = array.getShape();
    if (shape.length == 5 && shape[0] == 1) {
      shape = Arrays.copyOfRange(shape, 1, 5);
    }
    boolean fits =
        shape.length == 4
            && shape[0] > 0
            && Arrays.equals(Arrays.copyOfRange(shape, 1, 4), FRAME_SHAPE);
    if (!fits || !(array.getData() instanceof byte[] || array.getData() instanceof float[])) {
      throw new IllegalArgumentException(
          "'%s' holds %s; frames are uint8 (0..255) or float32 (0..1) of shape [T, 36, 36, 3] or [1, T, 36, 36, 3]"
              .formatted(file, describe(array)));
    }
    checkRange(file, array.getData());
    return new NpyArray(array.getData(), shape);
  }

  private static void checkRange(Path file, Object data) {
    if (data instanceof float[] floats) {
      for (float value : floats) {
        if (!(value >= 0 && value <= 1)) {
          throw new IllegalArgumentException(
              "'%s' holds the float %s; floats are 0..1: divide by 255, or store uint8"
                  .formatted(file, value));
        }
      }
    }
  }

  private static NpyArray read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("'%s' does not exist or is no file".formatted(file));
    }
    try {
      return NpyFile.read(file, Integer.MAX_VALUE);
    } catch (RuntimeException e) {
      throw new IllegalArgumentException("'%s' is not readable as .npy: %s".formatted(file, e), e);
    }
  }

  private static int count(NpyArray frames) {
    return frames.getShape()[0];
  }

  private static String describe(@Nullable NpyArray array) {
    return array == null
        ? "nothing"
        : "%s of shape %s"
            .formatted(
                array.getData().getClass().getSimpleName(), Arrays.toString(array.getShape()));
  }
}
