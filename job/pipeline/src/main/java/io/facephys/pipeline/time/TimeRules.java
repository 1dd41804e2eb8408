package io.facephys.pipeline.time;

import io.facephys.engine.FrameIntervals;
import io.facephys.pipeline.config.JobArguments;
import java.io.Serializable;
import java.time.Duration;

/**
 * How long the job waits for what, and which times it believes.
 *
 * @param reorderWait how long a chunk waits for an earlier one
 * @param reorderChunks how many chunks of a camera wait at most
 * @param gapHold how long after a gap the model is shown the next picture in place of missing ones
 * @param gapRestart longest gap that a state outlives; after a longer one the model starts again
 * @param idleTimeout after which time without a chunk the state of a camera is removed
 * @param maxClockAhead how far a capture time may be after the record's own
 * @param maxClockBehind how far a capture time may be before the record's own
 */
public record TimeRules(
    Duration reorderWait,
    int reorderChunks,
    Duration gapHold,
    Duration gapRestart,
    Duration idleTimeout,
    Duration maxClockAhead,
    Duration maxClockBehind)
    implements Serializable {
  private static final Duration LEAST_IDLE_TIMEOUT = Duration.ofSeconds(1);
  private static final Duration LONGEST_GAP_HOLD = Duration.ofSeconds(10);
  private static final int MOST_REORDER_CHUNKS = 64;

  /** The rules unless told otherwise; {@link JobArguments} says the same. */
  public static final TimeRules DEFAULT =
      new TimeRules(
          Duration.ofSeconds(2),
          8,
          Duration.ofSeconds(1),
          Duration.ofSeconds(10),
          Duration.ofMinutes(10),
          Duration.ofMinutes(5),
          Duration.ofDays(3650));

  public TimeRules {
    notNegative("reorder-wait", reorderWait);
    notNegative("gap-hold", gapHold);
    if (gapHold.compareTo(LONGEST_GAP_HOLD) > 0) {
      throw new IllegalArgumentException(
          "gap-hold is %d ms; %d ms at most are allowed"
              .formatted(gapHold.toMillis(), LONGEST_GAP_HOLD.toMillis()));
    }
    notNegative("gap-restart", gapRestart);
    notNegative("max-clock-ahead", maxClockAhead);
    notNegative("max-clock-behind", maxClockBehind);
    if (reorderChunks < 0 || reorderChunks > MOST_REORDER_CHUNKS) {
      throw new IllegalArgumentException(
          "reorder-chunks is %d; 0 to %d are allowed"
              .formatted(reorderChunks, MOST_REORDER_CHUNKS));
    }
    if (idleTimeout.compareTo(LEAST_IDLE_TIMEOUT) < 0 || idleTimeout.compareTo(reorderWait) <= 0) {
      throw new IllegalArgumentException(
          "idle-timeout is %s ms; at least %s ms are needed, and more than reorder-wait, %s ms"
              .formatted(
                  idleTimeout.toMillis(), LEAST_IDLE_TIMEOUT.toMillis(), reorderWait.toMillis()));
    }
  }

  private static void notNegative(String option, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(
          "%s is %s ms; 0 or more is needed".formatted(option, value.toMillis()));
    }
  }

  /** Pictures of a chunk that stand in for missing ones, at most. */
  public int mostFramesInPlace() {
    return Math.round(gapHold.toMillis() / 1000f / FrameIntervals.NOMINAL_SECONDS);
  }

  public long gapRestartMicros() {
    return gapRestart.toMillis() * 1000;
  }
}
