package io.facephys.engine.recording;

import io.facephys.engine.FrameIntervals;
import io.facephys.engine.Frames;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseRules;
import io.facephys.engine.PulseState;
import io.facephys.engine.Step;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * Recorded frames of one subject with their capture times; {@link RecordingFiles} reads them from
 * files.
 *
 * @param frames all frames, in order
 * @param captureTimesMicros one per frame, microseconds
 */
public record Recording(Frames frames, long[] captureTimesMicros) {
  public Recording {
    if (captureTimesMicros.length != frames.count()) {
      throw new IllegalArgumentException(
          "%d capture times for %d frames".formatted(captureTimesMicros.length, frames.count()));
    }
  }

  /** How many frames there are. */
  public int length() {
    return captureTimesMicros.length;
  }

  /** The first {@code count} frames. */
  public Recording first(int count) {
    return new Recording(slice(0, count), Arrays.copyOf(captureTimesMicros, count));
  }

  /** Frames {@code from} (inclusive) to {@code to} (exclusive). */
  public Frames slice(int from, int to) {
    return frames.slice(from, to);
  }

  /**
   * Frames {@code from} to {@code to} as bytes, one per value.
   *
   * @throws IllegalArgumentException if the recording holds floats, which face chunks cannot carry
   */
  public ByteBuffer bytes(int from, int to) {
    if (!(slice(from, to) instanceof Frames.ByteFrames slice)) {
      throw new IllegalArgumentException(
          "the clip holds floats; face chunks carry uint8, 0..255: multiply by 255 and round");
    }
    return slice.values();
  }

  /** Intervals of frames {@code from} to {@code to}. */
  public FrameIntervals intervals(int from, int to) {
    long[] times = Arrays.copyOfRange(captureTimesMicros, from, to);
    return from == 0
        ? FrameIntervals.ofFirst(times)
        : FrameIntervals.after(captureTimesMicros[from - 1], times);
  }

  /** Capture times in seconds. */
  public double[] seconds() {
    return Arrays.stream(captureTimesMicros).mapToDouble(PulseRules::seconds).toArray();
  }

  /**
   * The frame before which each chunk ends, in chunks of {@code chunkFrames}; the last may be
   * shorter.
   */
  public List<Integer> chunkEnds(int chunkFrames) {
    if (chunkFrames < 1) {
      throw new IllegalArgumentException("a chunk cannot have %d frames".formatted(chunkFrames));
    }
    return IntStream.iterate(0, from -> from < length(), from -> from + chunkFrames)
        .mapToObj(from -> Math.min(length(), from + chunkFrames))
        .toList();
  }

  /** Gives the model one chunk, frames {@code from} to {@code to}. */
  public Step step(PulseModel model, int from, int to, PulseState state) {
    return model.advance(slice(from, to), intervals(from, to).seconds(), state);
  }

  /** Gives the model all frames, from its initial state, in chunks of {@code chunkFrames}. */
  public ModelRun run(PulseModel model, int chunkFrames) {
    return run(model, chunkEnds(chunkFrames), (frames, state) -> {});
  }

  /**
   * Gives the model all frames, from its initial state.
   *
   * @param chunkEnds the frame before which each chunk ends, rising; the last one is {@link
   *     #length()}
   * @param progress takes, after each chunk, the number of frames so far and the state after them
   */
  public ModelRun run(
      PulseModel model, Collection<Integer> chunkEnds, BiConsumer<Integer, PulseState> progress) {
    ModelRun run = ModelRun.start(model);
    int from = 0;
    for (int to : chunkEnds) {
      long[] times = Arrays.copyOfRange(captureTimesMicros, from, to);
      run = run.then(model, slice(from, to), times);
      from = to;
      progress.accept(to, run.state());
    }
    if (from != length()) {
      throw new IllegalArgumentException(
          "the last chunk ends before frame %d of %d".formatted(from, length()));
    }
    return run;
  }
}
