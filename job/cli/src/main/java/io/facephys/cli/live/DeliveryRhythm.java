package io.facephys.cli.live;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How often waves come. With exactly-once delivery they come at checkpoints, of all cameras at
 * once, so a camera is lost only when it has been silent for longer than that. Not for several
 * threads.
 */
public final class DeliveryRhythm {
  private static final long SILENCE_MILLIS = 5_000;
  private static final long SAME_DELIVERY_MILLIS = 300;
  private static final long LONGEST_PAUSE_MILLIS = 30_000;
  private static final int PAUSES = 10;

  private final Deque<Long> pausesMillis = new ArrayDeque<>();
  private long lastMillis;

  public DeliveryRhythm() {}

  /** Waves came at this time, milliseconds since the epoch. */
  public void delivered(long nowMillis) {
    long pause = nowMillis - lastMillis;
    if (lastMillis != 0 && pause > SAME_DELIVERY_MILLIS) {
      pausesMillis.addLast(Math.min(pause, LONGEST_PAUSE_MILLIS));
      if (pausesMillis.size() > PAUSES) {
        pausesMillis.removeFirst();
      }
    }
    lastMillis = nowMillis;
  }

  /** A camera is lost when no wave of it has come for so many milliseconds. */
  public long lostAfterMillis() {
    return SILENCE_MILLIS + pausesMillis.stream().mapToLong(Long::longValue).max().orElse(0);
  }
}
