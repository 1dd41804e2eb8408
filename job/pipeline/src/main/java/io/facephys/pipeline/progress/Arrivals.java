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
 */
final class Arrivals {
  static final long QUIET_MILLIS = 10_000;

  /** A task that looks later than this after the last time was blocked in between. */
  static final long BLOCKED_MILLIS = 1_000;

  /** Where a partition stands: its next offset, and when the last record came. */
  private record Place(long nextOffset, long lastMillis) {}

  private final Map<Integer, Place> places = new HashMap<>();
  private long lastLookMillis;
  private long blockedUntilMillis;

  Arrivals(long nowMillis) {
    lastLookMillis = nowMillis;
    blockedUntilMillis = nowMillis;
  }

  /** A record has been passed on. */
  void passed(int partition, long offset, long nowMillis) {
    places.put(partition, new Place(offset + 1, nowMillis));
  }

  /**
   * The time, of the job's clock; empty if nothing new can be said. To be called every moment.
   *
   * @param ends the last answer of Kafka; null if it has never answered, then the present counts
   */
  OptionalLong upTo(@Nullable Ends ends, long nowMillis) {
    if (nowMillis - lastLookMillis > BLOCKED_MILLIS) {
      blockedUntilMillis = nowMillis;
    }
    lastLookMillis = nowMillis;
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
