package io.facephys.pipeline.time;

import io.facephys.engine.Internal;
import java.io.Serializable;

/**
 * The rate limit of a camera: how many frames it may ask the model for, at a steady rate by the
 * times at which its records were sent, and as a backlog on top of it. Frames that stand in for
 * missing ones count like others. Without it one camera could keep the others of its slot waiting
 * for ever.
 *
 * @param maxFrameRateHz the steady rate
 */
@Internal
public record FrameRateLimit(double maxFrameRateHz) implements Serializable {
  /** The limit unless an option says otherwise. */
  public static final FrameRateLimit DEFAULT = new FrameRateLimit(120);

  /** A camera that has sent nothing yet. */
  public static final long UNUSED = Long.MIN_VALUE;

  /** Frames of so much time can be sent at once, for example after an outage. */
  private static final long BACKLOG_MILLIS = 600_000;

  /** More frames than a chunk asks for, with those that stand in for missing ones. */
  private static final int CHUNK_FRAMES = 600;

  private static final double MAX_HZ = 10_000;
  private static final double JITTER = 0.5;

  public FrameRateLimit {
    if (!(maxFrameRateHz >= 1 && maxFrameRateHz <= MAX_HZ)) {
      throw new IllegalArgumentException(
          "max-frame-rate is %s; 1 to %s are allowed".formatted(maxFrameRateHz, MAX_HZ));
    }
  }

  /** The shortest interval between two frames that are both used, microseconds. */
  public long minIntervalMicros() {
    return (long) (JITTER * 1e6 / maxFrameRateHz);
  }

  /**
   * Whether the camera is over the limit.
   *
   * @param usedUpToMillis the time up to which it has used the steady rate
   * @param sentMillis when the record was sent
   */
  public boolean isExceeded(long usedUpToMillis, long sentMillis) {
    return used(usedUpToMillis, sentMillis) > sentMillis + BACKLOG_MILLIS;
  }

  /** The time up to which the steady rate is used after more frames. */
  public long after(long usedUpToMillis, long sentMillis, int frames) {
    return Math.max(used(usedUpToMillis, sentMillis), sentMillis) + cost(frames);
  }

  /**
   * The time up to which the steady rate is used. No camera can use more than the backlog and a
   * chunk: where one seems to have, the clock behind the times of its records was set back.
   */
  private long used(long usedUpToMillis, long sentMillis) {
    long wholeBacklog = sentMillis + BACKLOG_MILLIS;
    return usedUpToMillis > wholeBacklog + cost(CHUNK_FRAMES) ? wholeBacklog : usedUpToMillis;
  }

  private long cost(int frames) {
    return (long) Math.ceil(frames * 1e3 / maxFrameRateHz);
  }
}
