package io.facephys.pipeline.time;

import io.facephys.engine.FrameIntervals;
import io.facephys.engine.Internal;
import io.facephys.engine.PulseRules;
import java.util.Arrays;

/**
 * Which frames of a chunk are used, and how they follow the frames used before. The others are
 * dropped: those that are not newer than the frame before them, or closer to it than any camera's
 * frames, and those behind a gap within the chunk after which the model starts again.
 *
 * @param indices their places in the chunk, rising
 * @param timesMicros their capture times, strictly rising
 * @param start how they follow the frames before
 * @param gapSeconds the longest interval before or between them if that is more than {@link
 *     FrameIntervals#MAX_SECONDS}; else 0
 * @param frameRateHz their frame rate, with the interval before them unless that is a gap; 0 for a
 *     single frame without one
 */
@Internal
public record UsedFrames(
    int[] indices, long[] timesMicros, Start start, double gapSeconds, double frameRateHz) {
  /** How frames follow those before. */
  public enum Start {
    /** They continue the segment. */
    CONTINUES,
    /** They are the camera's first. */
    FIRST,
    /** They follow a gap after which the model starts again. */
    AFTER_GAP,
    /** The camera's clock was set back. */
    CLOCK_SET_BACK
  }

  /**
   * The used frames of a chunk; none if all are older than the last frame used.
   *
   * @param timesMicros capture times of the chunk's frames
   * @param setBack whether the camera's clock is known to have been set back before the chunk
   * @param restartMicros the longest gap, or step back of the camera's clock, after which the model
   *     goes on with the stored state
   * @param minIntervalMicros the shortest interval; frames that are closer are dropped
   */
  public static UsedFrames of(
      FrameClock clock,
      long[] timesMicros,
      boolean setBack,
      long restartMicros,
      long minIntervalMicros) {
    long newest = Arrays.stream(timesMicros).max().orElseThrow();
    long last = clock.lastCaptureMicros();
    boolean goesBack = setBack || (clock.hasFrames() && newest < last - restartMicros);
    int[] used =
        rising(timesMicros, goesBack ? FrameClock.NONE : last, minIntervalMicros, restartMicros);
    long[] times = Arrays.stream(used).mapToLong(i -> timesMicros[i]).toArray();
    if (used.length == 0) {
      return new UsedFrames(used, times, Start.CONTINUES, 0, 0);
    }
    if (goesBack) {
      return new UsedFrames(used, times, Start.CLOCK_SET_BACK, gap(times, times[0]), rate(times));
    }
    if (!clock.hasFrames()) {
      return new UsedFrames(used, times, Start.FIRST, gap(times, times[0]), rate(times));
    }
    Start start = times[0] - last > restartMicros ? Start.AFTER_GAP : Start.CONTINUES;
    boolean near = PulseRules.seconds(times[0] - last) <= FrameIntervals.MAX_SECONDS;
    return new UsedFrames(
        used, times, start, gap(times, last), near ? rateAfter(last, times) : rate(times));
  }

  /** Whether no frame of the chunk is used. */
  public boolean isEmpty() {
    return indices.length == 0;
  }

  /** Whether the model goes on with the stored state. */
  public boolean continuesSegment() {
    return start == Start.CONTINUES;
  }

  /** Whether a new numbering of chunks starts with them, whatever their number. */
  public boolean startsNumbering() {
    return start == Start.FIRST || start == Start.CLOCK_SET_BACK;
  }

  private static int[] rising(
      long[] timesMicros, long afterMicros, long minIntervalMicros, long restartMicros) {
    int[] used = new int[timesMicros.length];
    int count = 0;
    long before = afterMicros;
    for (int i = 0; i < timesMicros.length; i++) {
      boolean newer = before == FrameClock.NONE || timesMicros[i] - before >= minIntervalMicros;
      boolean behindGap = count > 0 && timesMicros[i] - before > restartMicros;
      if (newer && !behindGap) {
        used[count++] = i;
        before = timesMicros[i];
      }
    }
    return Arrays.copyOf(used, count);
  }

  private static double gap(long[] timesMicros, long lastMicros) {
    double longest = 0;
    long before = lastMicros;
    for (long time : timesMicros) {
      longest = Math.max(longest, PulseRules.seconds(time - before));
      before = time;
    }
    return longest > FrameIntervals.MAX_SECONDS ? longest : 0;
  }

  private static double rate(long[] timesMicros) {
    return timesMicros.length == 1
        ? 0
        : rateAfter(timesMicros[0], Arrays.copyOfRange(timesMicros, 1, timesMicros.length));
  }

  private static double rateAfter(long lastMicros, long[] timesMicros) {
    return timesMicros.length
        / PulseRules.seconds(timesMicros[timesMicros.length - 1] - lastMicros);
  }
}
