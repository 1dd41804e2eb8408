package io.facephys.pipeline.time;

import io.facephys.engine.Internal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * The ordering rule: which chunks of a camera are processed now, which wait, which are skipped or
 * late, and for how long anything is kept. Plain values in, plain values out; RATIONALE.md has the
 * rule as a table.
 *
 * <p>Times are milliseconds of the job's clock. Time before {@code startedMillis} does not count as
 * waiting or idle time: while the job was down, nothing could arrive.
 *
 * @param rules the limits
 * @param startedMillis when this run of the job processed its first record or timer
 */
@Internal
public record ChunkOrdering(TimeRules rules, long startedMillis) {
  /** How often in an idle timeout a camera is checked whose chunks queue. */
  private static final int CHECKS_PER_TIMEOUT = 10;

  /** A wait ends after so many times its length even if the missing chunk may still queue. */
  private static final int PATIENCE = 10;

  /**
   * Decides about a chunk that arrives.
   *
   * @param sequence its sequence, from 0
   * @param timesMicros capture times of its frames
   */
  public Decision onArrival(CameraClock clock, long sequence, long[] timesMicros, long nowMillis) {
    ChunkOrder order = clock.order();
    if (order.isWaiting(sequence) || clock.numberings().isUsed(sequence, timesMicros)) {
      return new Decision(Verdict.DUPLICATE, List.of(), clock);
    }
    if (sequence >= order.next()) {
      return isOfEarlierNumbering(clock, sequence, timesMicros)
          ? new Decision(Verdict.DUPLICATE, List.of(), clock)
          : inSequence(clock, sequence, nowMillis);
    }
    boolean skipped = order.wasSkipped(sequence);
    if (!clock.numberings().mayHold(sequence, timesMicros, rules, skipped)) {
      long newestMicros = Arrays.stream(timesMicros).max().orElseThrow();
      boolean newer = newestMicros > clock.frames().lastCaptureMicros();
      return renumbered(clock, sequence, newer ? Verdict.RENUMBERED : Verdict.SET_BACK);
    }
    return new Decision(skipped ? Verdict.LATE : Verdict.DUPLICATE, List.of(), clock);
  }

  /** A chunk that is sent again after the camera has begun to number anew. */
  private boolean isOfEarlierNumbering(CameraClock clock, long sequence, long[] timesMicros) {
    long last = clock.frames().lastCaptureMicros();
    long stepMicros = rules.gaps().restartMicros();
    boolean goesOn =
        Arrays.stream(timesMicros).anyMatch(time -> Math.abs(time - last) < stepMicros);
    return !goesOn && clock.numberings().mayHaveHeld(sequence, timesMicros, rules);
  }

  private Decision inSequence(CameraClock clock, long sequence, long nowMillis) {
    List<Long> ready = new ArrayList<>();
    ChunkOrder order = clock.order();
    while (sequence > order.next() && order.waiting().size() >= rules.reordering().maxChunks()) {
      order = release(order.skippingTo(Math.min(sequence, order.lowestWaiting())), ready);
    }
    boolean waits = sequence > order.next();
    if (waits) {
      order = order.withWaiting(sequence, nowMillis);
    } else {
      ready.add(sequence);
      order = release(order.after(sequence), ready);
    }
    return new Decision(waits ? Verdict.WAITS : Verdict.READY, ready, clock.with(order));
  }

  /** Chunks that wait belong to the old numbering, so they are processed first. */
  private static Decision renumbered(CameraClock clock, long sequence, Verdict verdict) {
    List<Long> ready = new ArrayList<>();
    ChunkOrder order = clock.order();
    while (!order.waiting().isEmpty()) {
      order = release(order.skippingTo(order.lowestWaiting()), ready);
    }
    ready.add(sequence);
    order = order.renumberedAt(sequence).after(sequence);
    return new Decision(verdict, ready, clock.with(order));
  }

  /**
   * Ends the waits that are over; chunks that are still missing are skipped.
   *
   * @param arrivedMillis everything that had arrived by then was processed
   */
  public Decision endWaits(CameraClock clock, long arrivedMillis, long nowMillis) {
    List<Long> ready = new ArrayList<>();
    ChunkOrder order = clock.order();
    while (!order.waiting().isEmpty()
        && (waitEndMillis(order) <= arrivedMillis || patienceEndMillis(order) <= nowMillis)) {
      order = release(order.skippingTo(order.lowestWaiting()), ready);
    }
    return new Decision(Verdict.READY, ready, clock.with(order));
  }

  /**
   * Whether nothing waits and nothing has arrived for so long that the state is removed.
   *
   * @param arrivedMillis everything that had arrived by then was processed
   */
  public boolean isIdle(CameraClock clock, long arrivedMillis) {
    return clock.order().waiting().isEmpty() && idleEndMillis(clock) <= arrivedMillis;
  }

  /**
   * The next wait ends when everything that had arrived by this time was processed; empty if no
   * chunk waits.
   */
  public OptionalLong waitTimer(CameraClock clock) {
    return clock.order().waiting().isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(waitEndMillis(clock.order()));
  }

  /** When the next wait ends, whatever has arrived; empty if no chunk waits. */
  public OptionalLong patienceTimer(CameraClock clock) {
    return clock.order().waiting().isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(patienceEndMillis(clock.order()));
  }

  /**
   * When to check whether the camera is idle. A timer that is pending stays, so that not every
   * chunk sets one.
   */
  public long idleTimer(CameraClock clock, long nowMillis) {
    if (clock.idleTimerMillis() > nowMillis) {
      return clock.idleTimerMillis();
    }
    // It may be silent by the clock while its chunks queue: then it is checked again later.
    long again = nowMillis + rules.idleTimeout().toMillis() / CHECKS_PER_TIMEOUT;
    long end =
        clock.order().waiting().isEmpty()
            ? idleEndMillis(clock)
            : Math.max(idleEndMillis(clock), waitEndMillis(clock.order()));
    return Math.max(end, again);
  }

  private static ChunkOrder release(ChunkOrder order, List<Long> ready) {
    ChunkOrder released = order;
    while (released.isWaiting(released.next())) {
      ready.add(released.next());
      released = released.after(released.next());
    }
    return released;
  }

  private long waitEndMillis(ChunkOrder order) {
    return waitStartMillis(order) + rules.reordering().maxWait().toMillis();
  }

  private long patienceEndMillis(ChunkOrder order) {
    return waitStartMillis(order) + PATIENCE * rules.reordering().maxWait().toMillis();
  }

  private long waitStartMillis(ChunkOrder order) {
    return Math.max(order.waitingSinceMillis(), startedMillis);
  }

  private long idleEndMillis(CameraClock clock) {
    return Math.max(clock.lastProcessedMillis(), startedMillis) + rules.idleTimeout().toMillis();
  }
}
