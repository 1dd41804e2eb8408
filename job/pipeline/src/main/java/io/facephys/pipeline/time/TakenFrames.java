package io.facephys.pipeline.time;

import io.facephys.engine.FrameIntervals;
import java.util.Arrays;

/**
 * Which frames of a chunk are taken in, and how they follow what was taken in before.
 *
 * @param used their places in the chunk, rising
 * @param timesMicros when they were captured, strictly rising
 * @param start how they follow
 * @param gapSeconds the longest time without a frame, before or between them, if it is more than
 *     {@link FrameIntervals#MAX_SECONDS}; else 0
 * @param frameRateHz of them, with the interval before them unless that is a gap; 0 if one stands
 *     alone
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
public record TakenFrames(
    int[] used, long[] timesMicros, Start start, double gapSeconds, double frameRateHz) {
  /** How frames follow those before. */
  public enum Start {
    /** They go on with the state. */
    GOES_ON,
    /** They are the camera's first. */
    FIRST,
    /** After a gap that the state does not outlive. */
    AFTER_GAP,
    /** The camera's clock was set back. */
    CLOCK_SET_BACK
  }

  private static final double MICROS = 1e6;

  /**
   * Those of a chunk whose turn it is; none if all of them are older than what was taken in before.
   *
   * @param restartMicros the longest gap, or step back of the clock, that a state outlives
   */
  public static TakenFrames of(CameraClock clock, long[] timesMicros, long restartMicros) {
    long newest = Arrays.stream(timesMicros).max().orElseThrow();
    long last = clock.lastCaptureMicros();
    boolean setBack = clock.hasFrames() && newest < last - restartMicros;
    int[] used = rising(timesMicros, setBack ? CameraClock.NONE : last);
    long[] times = Arrays.stream(used).mapToLong(i -> timesMicros[i]).toArray();
    if (used.length == 0) {
      return new TakenFrames(used, times, Start.GOES_ON, 0, 0);
    }
    if (setBack) {
      return new TakenFrames(used, times, Start.CLOCK_SET_BACK, gap(times, times[0]), rate(times));
    }
    if (!clock.hasFrames()) {
      return new TakenFrames(used, times, Start.FIRST, gap(times, times[0]), rate(times));
    }
    Start start = times[0] - last > restartMicros ? Start.AFTER_GAP : Start.GOES_ON;
    boolean near = (times[0] - last) / MICROS <= FrameIntervals.MAX_SECONDS;
    return new TakenFrames(
        used, times, start, gap(times, last), near ? rateAfter(last, times) : rate(times));
  }

  /** Whether all frames of the chunk are older than what was taken in before. */
  public boolean isEmpty() {
    return used.length == 0;
  }

  /** Whether the state that was stored goes on with them. */
  public boolean goOn() {
    return start == Start.GOES_ON;
  }

  private static int[] rising(long[] timesMicros, long afterMicros) {
    int[] used = new int[timesMicros.length];
    int count = 0;
    long before = afterMicros;
    for (int i = 0; i < timesMicros.length; i++) {
      if (timesMicros[i] > before) {
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
      longest = Math.max(longest, (time - before) / MICROS);
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
    return timesMicros.length / ((timesMicros[timesMicros.length - 1] - lastMicros) / MICROS);
  }
}
