package io.facephys.engine.recording;

import static io.facephys.engine.weights.PulseWeights.FRAME_PIXELS;

import io.facephys.engine.FrameIntervals;
import io.facephys.engine.Frames;
import io.facephys.engine.PulseRules;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jetbrains.bio.npy.NpyArray;
import org.jetbrains.bio.npy.NpyFile;

/**
 * Reads recordings and waves from {@code .npy} files.
 *
 * <p>The library for these files is an optional dependency, which keeps it out of the job's jar. A
 * module that uses this class declares {@code org.jetbrains.bio:npy}.
 */
public final class RecordingFiles {
  private static final int[] FRAME_SHAPE = {FRAME_PIXELS, FRAME_PIXELS, Frames.CHANNELS};

  // The magic string of six bytes, the version (2 bytes), the length of the header (2 bytes; 4 from
  // version 2 on).
  private static final int VERSION_OFFSET = 6;
  private static final int LENGTH_OFFSET = 8;
  private static final int MAX_HEADER_BYTES = 1 << 17;

  private RecordingFiles() {}

  /** A recording at an even rate, its first frame at time 0. */
  public static Recording evenlyTimed(Path frames, double framesPerSecond) {
    Frames read = readFrames(frames);
    long[] times =
        LongStream.range(0, read.count())
            .map(i -> Math.round(i * PulseRules.MICROS_PER_SECOND / framesPerSecond))
            .toArray();
    return new Recording(read, times);
  }

  /** A recording with a file of capture times, microseconds, int64. */
  public static Recording timed(Path frames, Path timestamps) {
    Frames read = readFrames(frames);
    NpyArray times = read(timestamps);
    if (!(times.getData() instanceof long[] micros) || micros.length != read.count()) {
      throw new IllegalArgumentException(
          "'%s' holds %s; %d capture times in microseconds (int64) are expected, one per frame of '%s'"
              .formatted(timestamps, describe(times), read.count(), frames));
    }
    return new Recording(read, micros);
  }

  /**
   * The recording in {@code frames.npy} and {@code timestamps.npy} of a folder; without the latter,
   * at {@value FrameIntervals#NOMINAL_RATE_HZ} frames per second.
   */
  public static Recording ofFolder(Path folder) {
    Path timestamps = folder.resolve("timestamps.npy");
    Path frames = folder.resolve("frames.npy");
    return Files.exists(timestamps)
        ? timed(frames, timestamps)
        : evenlyTimed(frames, FrameIntervals.NOMINAL_RATE_HZ);
  }

  /** The values of a float32 file, such as a reference wave. */
  public static float[] floats(Path file) {
    return read(file).asFloatArray();
  }

  /** The values of a float32 or float64 file. */
  public static double[] doubles(Path file) {
    NpyArray array = read(file);
    return array.getData() instanceof float[] floats
        ? IntStream.range(0, floats.length).mapToDouble(i -> floats[i]).toArray()
        : array.asDoubleArray();
  }

  private static Frames readFrames(Path file) {
    NpyArray array = read(file);
    int[] shape = array.getShape();
    if (shape.length == 5 && shape[0] == 1) {
      shape = Arrays.copyOfRange(shape, 1, 5);
    }
    boolean fits =
        shape.length == 4
            && shape[0] > 0
            && Arrays.equals(Arrays.copyOfRange(shape, 1, 4), FRAME_SHAPE);
    if (fits && array.getData() instanceof byte[] bytes) {
      return Frames.ofBytes(ByteBuffer.wrap(bytes), shape[0]);
    }
    if (fits && array.getData() instanceof float[] floats) {
      checkRange(file, floats);
      return Frames.ofFloats(FloatBuffer.wrap(floats), shape[0]);
    }
    throw new IllegalArgumentException(
        "'%s' holds %s; frames are uint8 (0..255) or float32 (0..1) of shape [T, 36, 36, 3] or [1, T, 36, 36, 3]"
            .formatted(file, describe(array)));
  }

  private static void checkRange(Path file, float[] floats) {
    for (float value : floats) {
      if (!(value >= 0 && value <= 1)) {
        throw new IllegalArgumentException(
            "'%s' holds the float %s; floats are 0..1: divide by 255, or store uint8"
                .formatted(file, value));
      }
    }
  }

  private static NpyArray read(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("'%s' does not exist or is not a file".formatted(file));
    }
    try {
      checkSize(file);
      return NpyFile.read(file, Integer.MAX_VALUE);
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException("'%s' is not readable as .npy: %s".formatted(file, e), e);
    }
  }

  /**
   * Checks that the file holds as many values as its header says. The library believes the header:
   * it would allocate memory for what is not there, fill up what is missing, or wait for it for
   * ever.
   */
  private static void checkSize(Path file) throws IOException {
    ByteBuffer start = start(file);
    NpyFile.Header header = NpyFile.Header.Companion.read(start);
    long bytes = header.getBytes();
    for (int length : header.getShape()) {
      if (length < 0) {
        throw new IOException("its shape has the length " + length);
      }
      bytes = Math.multiplyExact(bytes, length);
    }
    long found = Files.size(file) - start.position();
    if (bytes != found || bytes > Integer.MAX_VALUE) {
      throw new IOException(
          "its header says that %d bytes of values follow, %d do; at most %d can be read"
              .formatted(bytes, found, Integer.MAX_VALUE));
    }
  }

  /** The beginning of the file, with all of its header. */
  private static ByteBuffer start(Path file) throws IOException {
    ByteBuffer start = ByteBuffer.allocate(MAX_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      while (start.hasRemaining() && channel.read(start) >= 0) {}
    }
    start.flip();
    boolean version1 =
        start.limit() >= LENGTH_OFFSET + Integer.BYTES && start.get(VERSION_OFFSET) == 1;
    int length = version1 ? start.getChar(LENGTH_OFFSET) : start.getInt(LENGTH_OFFSET);
    if (length < 0 || length > start.limit() - LENGTH_OFFSET) {
      throw new IOException("its header claims %d bytes".formatted(Integer.toUnsignedLong(length)));
    }
    return start;
  }

  private static String describe(NpyArray array) {
    return "%s of shape %s"
        .formatted(array.getData().getClass().getSimpleName(), Arrays.toString(array.getShape()));
  }
}
