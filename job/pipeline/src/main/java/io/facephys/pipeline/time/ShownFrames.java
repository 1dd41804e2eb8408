package io.facephys.pipeline.time;

import io.facephys.engine.FrameIntervals;
import io.facephys.pipeline.time.TakenFrames.Start;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What the model is shown for the frames of a chunk: each of them, and before one that follows a
 * gap the same picture in place of those that are missing. RATIONALE.md has the figures.
 *
 * @param frames places among the taken frames, in the order in which they are shown
 * @param intervalsSeconds time since the frame before, as the model is told
 * @param inPlace whether the picture stands in for a missing one, so that what the model says to it
 *     is thrown away
 * @param replacedIntervals taken frames whose true interval the model is not given
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record ShownFrames(
    int[] frames, float[] intervalsSeconds, boolean[] inPlace, int replacedIntervals) {
  private static final double NOMINAL_RATE_HZ = 30;
  private static final double MICROS = 1e6;

  /**
   * Frames that go on where {@code previousMicros} was the last.
   *
   * @param mostInPlace most pictures of the chunk that stand in for missing ones
   */
  public static ShownFrames after(long previousMicros, TakenFrames taken, int mostInPlace) {
    long[] times = taken.timesMicros();
    int[] held = new int[times.length];
    long before = previousMicros;
    int left = mostInPlace;
    for (int i = 0; i < times.length; i++) {
      double seconds = (times[i] - before) / MICROS;
      if (seconds > FrameIntervals.MAX_SECONDS) {
        held[i] = (int) Math.min(left, Math.round(seconds * NOMINAL_RATE_HZ) - 1);
        left -= held[i];
      }
      before = times[i];
    }
    return of(FrameIntervals.after(previousMicros, times), held);
  }

  /** Frames that the model starts with; after a gap it sees the first one for a while before. */
  public static ShownFrames first(TakenFrames taken, int mostInPlace) {
    int[] held = new int[taken.timesMicros().length];
    held[0] = taken.start() == Start.FIRST || taken.goOn() ? 0 : mostInPlace;
    return of(FrameIntervals.ofFirst(taken.timesMicros()), held);
  }

  private static ShownFrames of(FrameIntervals intervals, int[] held) {
    int[] frames =
        IntStream.range(0, held.length)
            .flatMap(i -> IntStream.generate(() -> i).limit(held[i] + 1L))
            .toArray();
    float[] seconds = new float[frames.length];
    boolean[] inPlace = new boolean[frames.length];
    for (int i = 0; i < frames.length; i++) {
      inPlace[i] = i + 1 < frames.length && frames[i + 1] == frames[i];
      seconds[i] = inPlace[i] ? FrameIntervals.NOMINAL_SECONDS : intervals.seconds()[frames[i]];
    }
    return new ShownFrames(frames, seconds, inPlace, intervals.replaced());
  }

  /** Of what the model said, what it said to the taken frames. */
  public float[] wave(float[] said) {
    float[] wave = new float[said.length];
    int count = 0;
    for (int i = 0; i < said.length; i++) {
      if (!inPlace[i]) {
        wave[count++] = said[i];
      }
    }
    return Arrays.copyOf(wave, count);
  }
}
