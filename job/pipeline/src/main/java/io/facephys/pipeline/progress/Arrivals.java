package io.facephys.pipeline.progress;

import io.facephys.pipeline.progress.TopicEnds.Ends;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Up to which time everything that had arrived in a topic has been passed on. While records queue,
 * in Kafka or before a busy slot, this time stays behind, so that nobody takes a subject for silent
 * or a chunk for lost whose records are on their way.
 *
 * <p>It is the time of the newest of Kafka's answers whose offsets have all been passed. The last
 * offsets of a partition may hold no records, as the ends of transactions do. So a partition is
 * also passed when nothing has come from it for a while although the task was free.
 *
 * <p>All times are milliseconds of the job's clock. It is not safe for several threads.
 */
final class Arrivals {
  /** After so long without a record of a partition, no more are there. */
  static final long QUIET_MILLIS = 2_000;

  /** After so long without any record of a partition, another subtask has it. */
  static final long START_MILLIS = 10_000;

  /**
   * After so long without a record none is there even if the task was never free, and a partition
   * that is new has been found by the source.
   */
  static final long PATIENCE_MILLIS = 330_000;

  /** A task that asks later than this after the last time was blocked in between. */
  static final long BLOCKED_MILLIS = 1_000;

  /** An answer is kept if it is so much newer than the one before, as a share of their span. */
  private static final int STEPS = 20;

  private static final long ELSEWHERE = Long.MAX_VALUE;

  /**
   * Where a partition stands.
   *
   * @param nextOffset 0 before its first record
   * @param sinceMillis when its last record came
   * @param quietMillis after so long without a record it is passed
   */
  private record Place(long nextOffset, long sinceMillis, long quietMillis) {
    Place passed(long offset) {
      return new Place(nextOffset == 0 ? ELSEWHERE : offset, sinceMillis, quietMillis);
    }
  }

  private final Map<Integer, Place> places = new HashMap<>();
  private final Deque<Ends> open = new ArrayDeque<>();
  private final long startedMillis;
  private @Nullable Ends newest;
  private long lastAskedMillis;
  private long blockedUntilMillis;

  Arrivals(long nowMillis) {
    startedMillis = nowMillis;
    lastAskedMillis = nowMillis;
    blockedUntilMillis = nowMillis;
  }

  /** Notes that a record has been passed on. */
  void passed(int partition, long offset, long nowMillis) {
    places.put(partition, new Place(offset + 1, nowMillis, QUIET_MILLIS));
  }

  /**
   * The time up to which everything has been passed on; empty if that is not known anew. The task
   * asks several times a second, so that it shows when the task was blocked.
   *
   * @param ends what Kafka last answered; null if it does not answer, then the present counts
   * @param free whether the task could pass on a record now
   */
  OptionalLong passedUpTo(@Nullable Ends ends, long nowMillis, boolean free) {
    if (!free || nowMillis - lastAskedMillis > BLOCKED_MILLIS) {
      blockedUntilMillis = nowMillis;
    }
    lastAskedMillis = nowMillis;
    if (ends == null) {
      open.clear();
      boolean starts = newest == null && nowMillis - startedMillis < START_MILLIS;
      return starts ? OptionalLong.empty() : OptionalLong.of(nowMillis);
    }
    note(ends, nowMillis);
    OptionalLong upTo = OptionalLong.empty();
    while (!open.isEmpty() && isPassed(open.getFirst(), nowMillis)) {
      upTo = OptionalLong.of(open.removeFirst().askedMillis());
    }
    return upTo;
  }

  /** Keeps a new answer; the longer the queue is, the fewer of them. */
  private void note(Ends ends, long nowMillis) {
    if (ends.equals(newest)) {
      return;
    }
    long quietMillis = newest == null ? START_MILLIS : PATIENCE_MILLIS;
    ends.stable()
        .keySet()
        .forEach(p -> places.putIfAbsent(p, new Place(0, nowMillis, quietMillis)));
    newest = ends;
    if (open.isEmpty()
        || (ends.askedMillis() - open.getLast().askedMillis()) * STEPS
            >= ends.askedMillis() - open.getFirst().askedMillis()) {
      open.addLast(ends);
    }
  }

  private boolean isPassed(Ends answer, long nowMillis) {
    for (Map.Entry<Integer, Long> end : answer.stable().entrySet()) {
      if (!isPassed(end.getKey(), end.getValue(), answer.askedMillis(), nowMillis)) {
        return false;
      }
    }
    return true;
  }

  private boolean isPassed(int partition, long stable, long askedMillis, long nowMillis) {
    Place place = places.get(partition);
    if (place == null || place.nextOffset >= stable) {
      return true;
    }
    long since = Math.max(place.sinceMillis, askedMillis);
    boolean quiet =
        nowMillis - Math.max(since, blockedUntilMillis) >= place.quietMillis
            || nowMillis - since >= PATIENCE_MILLIS;
    if (quiet) {
      places.put(partition, place.passed(stable));
    }
    return quiet;
  }

  /** For tests. */
  int kept() {
    return open.size();
  }
}
