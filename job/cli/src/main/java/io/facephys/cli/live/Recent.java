package io.facephys.cli.live;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The newest records of a camera, by its own clock and in the order of that clock. Not for several
 * threads.
 */
final class Recent<T> {
  private final long span;
  private final ToLongFunction<T> time;
  private final Deque<T> records = new ArrayDeque<>();

  /**
   * @param span how much older than the newest record a record may be
   * @param time of a record, in the unit of {@code span}
   */
  Recent(long span, ToLongFunction<T> time) {
    this.span = span;
    this.time = time;
  }

  /**
   * Adds the newest record. It takes the place of all that are not earlier: after a failure of the
   * job records can come again, and a camera's clock can be set back.
   */
  void add(T record) {
    long now = time.applyAsLong(record);
    while (!records.isEmpty() && time.applyAsLong(records.getLast()) >= now) {
      records.removeLast();
    }
    records.addLast(record);
    while (now - time.applyAsLong(records.getFirst()) > span) {
      records.removeFirst();
    }
  }

  /** The newest record; null before the first. */
  @Nullable T newest() {
    return records.peekLast();
  }

  Collection<T> all() {
    return Collections.unmodifiableCollection(records);
  }
}
