package io.facephys.cli.live;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Measures the pauses between deliveries of waves. With exactly-once delivery the waves of all
 * cameras come together, once a checkpoint, so a camera is lost only when it has been silent for
 * longer than that. Not for several threads.
 */
final class DeliveryRhythm {
  private static final long SILENCE_MILLIS = 5_000;
  private static final long SAME_DELIVERY_MILLIS = 300;
  private static final long MAX_PAUSE_MILLIS = 30_000;
  private static final int MAX_PAUSES = 10;

  private final Deque<Long> pausesMillis = new ArrayDeque<>();
  private long lastMillis;

  /** Notes that waves came at this time, milliseconds since the epoch. */
  void delivered(long nowMillis) {
    long pause = nowMillis - lastMillis;
    if (lastMillis != 0 && pause > SAME_DELIVERY_MILLIS) {
      pausesMillis.addLast(Math.min(pause, MAX_PAUSE_MILLIS));
      if (pausesMillis.size() > MAX_PAUSES) {
        pausesMillis.removeFirst();
      }
    }
    lastMillis = nowMillis;
  }

  /** For how many milliseconds a camera has to be silent to be lost. */
  long lostAfterMillis() {
    return SILENCE_MILLIS + pausesMillis.stream().mapToLong(Long::longValue).max().orElse(0);
  }
}
