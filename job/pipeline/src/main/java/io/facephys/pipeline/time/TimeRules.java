package io.facephys.pipeline.time;

import io.facephys.engine.FrameIntervals;
import io.facephys.engine.Internal;
import java.io.Serializable;
import java.time.Duration;

/**
 * How the job treats the order and the times of chunks.
 *
 * @param reordering how chunks that arrive out of order are put in order
 * @param gaps what the model is given after a gap
 * @param idleTimeout the state of a camera is removed after so long without a chunk
 * @param clockBounds how far capture times may be from the time of their record
 */
@Internal
public record TimeRules(
    Reordering reordering, Gaps gaps, Duration idleTimeout, ClockBounds clockBounds)
    implements Serializable {
  private static final Duration MIN_IDLE_TIMEOUT = Duration.ofSeconds(1);

  /** The rules unless options say otherwise. */
  public static final TimeRules DEFAULT =
      new TimeRules(
          new Reordering(Duration.ofSeconds(2), 8),
          new Gaps(Duration.ofSeconds(1), Duration.ofSeconds(10)),
          Duration.ofMinutes(10),
          new ClockBounds(Duration.ofMinutes(5), Duration.ofDays(3650)));

  /**
   * How chunks that arrive out of order are put in order.
   *
   * @param maxWait how long a chunk waits for a missing one before it
   * @param maxChunks how many chunks of a camera wait at most, 0 to 64
   */
  public record Reordering(Duration maxWait, int maxChunks) implements Serializable {
    /** How many chunks of a camera can be made to wait. */
    public static final int MAX_CHUNKS = 64;

    public Reordering {
      notNegative("reorder-wait", maxWait);
      if (maxChunks < 0 || maxChunks > MAX_CHUNKS) {
        throw new IllegalArgumentException(
            "reorder-chunks is %d; 0 to %d are allowed".formatted(maxChunks, MAX_CHUNKS));
      }
    }
  }

  /**
   * What the model is given after a gap.
   *
   * @param hold for how long at most the first frame after a gap stands in for the missing frames,
   *     0 to 10 s
   * @param restart after a longer gap the model starts again from its initial state
   */
  public record Gaps(Duration hold, Duration restart) implements Serializable {
    private static final Duration MAX_HOLD = Duration.ofSeconds(10);

    public Gaps {
      notNegative("gap-hold", hold);
      if (hold.compareTo(MAX_HOLD) > 0) {
        throw new IllegalArgumentException(
            "gap-hold is %d ms; %d ms at most are allowed"
                .formatted(hold.toMillis(), MAX_HOLD.toMillis()));
      }
      notNegative("gap-restart", restart);
    }

    /** How many stand-in frames a chunk gets at most. */
    public int maxStandIns() {
      return Math.round(hold.toMillis() / 1000f / FrameIntervals.NOMINAL_SECONDS);
    }

    /** The longest gap after which the model goes on with the stored state, microseconds. */
    public long restartMicros() {
      return restart.toMillis() * 1000;
    }
  }

  /**
   * How far capture times may be from the time of their record.
   *
   * @param ahead how far a capture time may be after it
   * @param behind how far a capture time may be before it
   */
  public record ClockBounds(Duration ahead, Duration behind) implements Serializable {
    public ClockBounds {
      notNegative("max-clock-ahead", ahead);
      notNegative("max-clock-behind", behind);
    }
  }

  public TimeRules {
    Duration wait = reordering.maxWait();
    if (idleTimeout.compareTo(MIN_IDLE_TIMEOUT) < 0 || idleTimeout.compareTo(wait) <= 0) {
      throw new IllegalArgumentException(
          "idle-timeout is %s ms; at least %s ms are needed, and more than reorder-wait, %s ms"
              .formatted(idleTimeout.toMillis(), MIN_IDLE_TIMEOUT.toMillis(), wait.toMillis()));
    }
  }

  /** The same with another rule for the order of chunks. */
  public TimeRules with(Reordering other) {
    return new TimeRules(other, gaps, idleTimeout, clockBounds);
  }

  private static void notNegative(String option, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(
          "%s is %s ms; 0 or more is needed".formatted(option, value.toMillis()));
    }
  }
}
