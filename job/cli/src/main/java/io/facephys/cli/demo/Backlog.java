package io.facephys.cli.demo;

import java.util.ArrayDeque;
import java.util.Deque;

/** Whether the job keeps up with its cameras. Not for several threads. */
final class Backlog {
  private static final long WARM_UP_MILLIS = 20_000;
  private static final long TREND_MILLIS = 10_000;
  private static final int FRAMES_OF_A_SUBJECT = 90; // 3 s

  private record Point(long millis, long frames) {}

  private final Deque<Point> recent = new ArrayDeque<>(); // from TREND_MILLIS ago or before it
  private long startMillis = Long.MAX_VALUE;

  /** Notes how many frames are under way at a time, milliseconds since the epoch. */
  void add(long nowMillis, long frames) {
    startMillis = Math.min(startMillis, nowMillis);
    recent.addLast(new Point(nowMillis, frames));
    while (recent.size() > 2 && nowMillis - recent.getFirst().millis >= TREND_MILLIS) {
      recent.removeFirst();
    }
  }

  /**
   * Whether, after a warm-up of 20 s, more than 3 s of frames are under way and no fewer than 10 s
   * ago.
   */
  boolean grows(int subjects) {
    Point now = recent.getLast();
    return now.millis - startMillis >= WARM_UP_MILLIS
        && now.frames > (long) FRAMES_OF_A_SUBJECT * subjects
        && now.frames >= recent.getFirst().frames;
  }
}
