package io.facephys.pipeline.progress;

import io.facephys.pipeline.progress.TopicEnds.Ends;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Up to which time everything that had arrived in a topic has been passed on. While records queue,
 * in Kafka or before a busy slot, this time stands still, so that nobody takes a subject for silent
 * whose chunks are on their way.
 *
 * <p>A partition is caught up when its records have been passed on to its end, or, because the last
 * offsets of a partition may hold no records, when none has come for {@value #QUIET_MILLIS} ms
 * although the task was free to take them.
 *
 * <p>All times are milliseconds of the job's clock. It is not safe for several threads.
 */
final class Arrivals {
  static final long QUIET_MILLIS = 10_000;

  /** A task that asks later than this after the last time was blocked in between. */
  static final long BLOCKED_MILLIS = 1_000;

  /** Where a partition stands: its next offset, and when the last record came. */
  private record Place(long nextOffset, long lastMillis) {}

  private final Map<Integer, Place> places = new HashMap<>();
  private long lastAskedMillis;
  private long blockedUntilMillis;

  Arrivals(long nowMillis) {
    lastAskedMillis = nowMillis;
    blockedUntilMillis = nowMillis;
  }

  /** Notes that a record has been passed on. */
  void passed(int partition, long offset, long nowMillis) {
    places.put(partition, new Place(offset + 1, nowMillis));
  }

  /**
   * The time up to which everything has been passed on; empty if that is not known anew. The task
   * asks several times a second, so that it shows when the task was blocked.
   *
   * @param ends what Kafka last answered; null if it does not answer, then the present counts
   */
  OptionalLong passedUpTo(@Nullable Ends ends, long nowMillis) {
    if (nowMillis - lastAskedMillis > BLOCKED_MILLIS) {
      blockedUntilMillis = nowMillis;
    }
    lastAskedMillis = nowMillis;
    if (ends == null) {
      return OptionalLong.of(nowMillis);
    }
    boolean caughtUp =
        places.entrySet().stream()
            .allMatch(one -> isCaughtUp(one.getKey(), one.getValue(), ends, nowMillis));
    return caughtUp ? OptionalLong.of(ends.askedMillis()) : OptionalLong.empty();
  }

  private boolean isCaughtUp(int partition, Place place, Ends ends, long nowMillis) {
    Long stable = ends.stable().get(partition);
    long quietSince = Math.max(place.lastMillis, blockedUntilMillis);
    return stable == null || place.nextOffset >= stable || nowMillis - quietSince >= QUIET_MILLIS;
  }
}
