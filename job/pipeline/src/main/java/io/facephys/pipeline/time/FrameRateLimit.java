package io.facephys.pipeline.time;

import io.facephys.engine.Internal;
import java.io.Serializable;

/**
 * The rate limit of a camera: how many frames it may ask the model for, at a steady rate by the
 * times at which its records were sent, and as a backlog on top of it. Frames that stand in for
 * missing ones count like others. Without it one camera could keep the others of its slot waiting
 * for ever.
 *
 * <p>The time that counts never goes back. While a camera's records are older than one before, as
 * they are when its clock was set back, the job's clock counts. So a camera gains nothing from
 * times that go back and forth.
 *
 * @param maxFrameRateHz the steady rate
 */
@Internal
public record FrameRateLimit(double maxFrameRateHz) implements Serializable {
  /** The limit unless an option says otherwise. */
  public static final FrameRateLimit DEFAULT = new FrameRateLimit(120);

  /** Frames of so much time can be sent at once, for example after an outage. */
  private static final long BACKLOG_MICROS = 600_000_000;

  private static final double MAX_HZ = 10_000;
  private static final double JITTER = 0.5;

  public FrameRateLimit {
    if (!(maxFrameRateHz >= 1 && maxFrameRateHz <= MAX_HZ)) {
      throw new IllegalArgumentException(
          "max-frame-rate is %s; 1 to %s are allowed".formatted(maxFrameRateHz, MAX_HZ));
    }
  }

  /**
   * What a camera has used of its limit; stored in its {@link CameraClock}.
   *
   * @param countedMillis the time that counts, milliseconds since the epoch
   * @param aheadMicros for how long from then on it has used the steady rate, microseconds
   */
  public record Use(long countedMillis, long aheadMicros) {
    /** That of a camera of which nothing is known: it has the whole backlog. */
    public static final Use NONE = new Use(Long.MIN_VALUE, 0);

    /** The use when a record comes, {@code elapsedMillis} of the job's clock after the last one. */
    private Use at(long sentMillis, long elapsedMillis) {
      if (equals(NONE)) {
        return new Use(sentMillis, 0);
      }
      long passed =
          sentMillis >= countedMillis
              ? sentMillis - countedMillis
              : Math.min(Math.max(0, elapsedMillis), aheadMicros / 1000 + 1);
      return new Use(countedMillis + passed, Math.max(0, aheadMicros - passed * 1000));
    }
  }

  /** The shortest interval between two frames that are both used, microseconds. */
  public long minIntervalMicros() {
    return (long) (JITTER * 1e6 / maxFrameRateHz);
  }

  /**
   * Whether the camera is over the limit.
   *
   * @param sentMillis when the record was sent, at most the present of the job's clock
   * @param elapsedMillis the time by the job's clock since the camera's last use
   */
  public boolean isExceeded(Use use, long sentMillis, long elapsedMillis) {
    return use.at(sentMillis, elapsedMillis).aheadMicros > BACKLOG_MICROS;
  }

  /** The use after more frames; parameters as for {@link #isExceeded}. */
  public Use after(Use use, long sentMillis, long elapsedMillis, int frames) {
    Use now = use.at(sentMillis, elapsedMillis);
    return new Use(now.countedMillis, now.aheadMicros + (long) (frames * 1e6 / maxFrameRateHz));
  }
}
