package io.facephys.camera.video;

import java.util.ArrayList;
import java.util.List;

/**
 * How the delay of a live stream, arrival less presentation time, changes: by the smallest delay of
 * each 2.5 s of the last minute, because a picture may always come later, but never earlier than it
 * was taken. Not for several threads.
 */
final class DelayTrend {
  private static final long WINDOW_MICROS = 2_500_000;
  private static final long MAX_SPAN_MICROS = 12_500_000; // of windows that follow on each other
  private static final int MAX_WINDOWS = 24;
  private static final int MIN_WINDOWS = 4;
  private static final double MAX_SLOPE = 0.05;

  private record Minimum(long arrivalMicros, long delayMicros) {
    double slopeFrom(Minimum earlier) {
      return (double) (delayMicros - earlier.delayMicros) / (arrivalMicros - earlier.arrivalMicros);
    }
  }

  private final List<Minimum> minima = new ArrayList<>();
  private Minimum open = new Minimum(0, Long.MAX_VALUE);
  private long windowEndMicros = Long.MIN_VALUE;
  private double slope;

  /** Takes in a picture that was read as soon as it came. */
  void add(long presentationMicros, long arrivalMicros) {
    if (arrivalMicros >= windowEndMicros) {
      endWindow();
      windowEndMicros = arrivalMicros + WINDOW_MICROS;
    }
    Minimum delay = new Minimum(arrivalMicros, arrivalMicros - presentationMicros);
    open = delay.delayMicros < open.delayMicros ? delay : open;
  }

  /** Leaves out what has come since the newest window: its arrival was seen too late. */
  void leaveOut() {
    open = new Minimum(0, Long.MAX_VALUE);
  }

  private void endWindow() {
    if (open.delayMicros != Long.MAX_VALUE) {
      minima.add(open);
      open = new Minimum(0, Long.MAX_VALUE);
      if (minima.size() > MAX_WINDOWS) {
        minima.remove(0);
      }
      slope = minima.size() < MIN_WINDOWS ? 0 : theilSen();
    }
  }

  private double theilSen() {
    List<Double> slopes = new ArrayList<>();
    for (int later = 1; later < minima.size(); later++) {
      for (int earlier = 0; earlier < later; earlier++) {
        slopes.add(minima.get(later).slopeFrom(minima.get(earlier)));
      }
    }
    slopes.sort(null);
    return slopes.get(slopes.size() / 2);
  }

  /** Begins anew, as the stream does. */
  void clear() {
    minima.clear();
    open = new Minimum(0, Long.MAX_VALUE);
    windowEndMicros = Long.MIN_VALUE;
    slope = 0;
  }

  /**
   * By how much the delay grows a second: the median slope between the smallest delays (Theil and
   * Sen), which no short stall moves; 0 in the first 10 s.
   */
  double slope() {
    return slope;
  }

  /** The smallest delay of the newest whole window; {@code otherwise} before the first. */
  long newestDelayMicros(long otherwise) {
    return minima.isEmpty() ? otherwise : minima.get(minima.size() - 1).delayMicros;
  }

  /**
   * Whether the times pass at another speed than this machine's clock, beyond what any clock does:
   * over 7.5 s, each 2.5 s of them by more than 5 % and in the same direction.
   */
  boolean isNoClock() {
    int first = minima.size() - MIN_WINDOWS;
    if (first < 0
        || minima.get(minima.size() - 1).arrivalMicros - minima.get(first).arrivalMicros
            > MAX_SPAN_MICROS) {
      return false;
    }
    boolean slower = true;
    boolean faster = true;
    for (int i = first + 1; i < minima.size(); i++) {
      double step = minima.get(i).slopeFrom(minima.get(i - 1));
      slower &= step > MAX_SLOPE;
      faster &= step < -MAX_SLOPE;
    }
    return slower || faster;
  }
}
