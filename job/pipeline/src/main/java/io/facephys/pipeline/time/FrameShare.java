package io.facephys.pipeline.time;

import java.io.Serializable;

/**
 * How many frames a camera may ask the model for: a steady rate, by the times at which its records
 * were sent, and a backlog on top of it. Frames that stand in for missing ones count like others.
 * So no camera can keep the others of its slot waiting for ever.
 *
 * @param maxFrameRateHz the steady rate
 */
public record FrameShare(double maxFrameRateHz) implements Serializable {
  /** The share unless an option says otherwise. */
  public static final FrameShare DEFAULT = new FrameShare(120);

  /** A camera that has sent nothing yet. */
  public static final long UNUSED = Long.MIN_VALUE;

  /** Frames of so much time can be sent at once, for example after an outage. */
  private static final long BACKLOG_MILLIS = 600_000;

  /** More frames than a chunk asks for, with those that stand in for missing ones. */
  private static final int CHUNK_FRAMES = 600;

  private static final double MOST_HZ = 10_000;
  private static final double JITTER = 0.5;

  public FrameShare {
    if (!(maxFrameRateHz >= 1 && maxFrameRateHz <= MOST_HZ)) {
      throw new IllegalArgumentException(
          "max-frame-rate is %s; 1 to %s are allowed".formatted(maxFrameRateHz, MOST_HZ));
    }
  }

  /** The shortest interval between two frames that are both used, microseconds. */
  public long leastIntervalMicros() {
    return (long) (JITTER * 1e6 / maxFrameRateHz);
  }

  /**
   * Whether the camera has had more than its share.
   *
   * @param usedUpToMillis the time up to which its share is used
   * @param sentMillis when the record was sent
   */
  public boolean isExceeded(long usedUpToMillis, long sentMillis) {
    return used(usedUpToMillis, sentMillis) > sentMillis + BACKLOG_MILLIS;
  }

  /** The time up to which the share is used after more frames. */
  public long after(long usedUpToMillis, long sentMillis, int frames) {
    return Math.max(used(usedUpToMillis, sentMillis), sentMillis) + cost(frames);
  }

  /**
   * The time up to which the share is used. No camera can use the backlog and more than a chunk:
   * where one seems to have, the clock that its records have their times from was set back.
   */
  private long used(long usedUpToMillis, long sentMillis) {
    long wholeBacklog = sentMillis + BACKLOG_MILLIS;
    return usedUpToMillis > wholeBacklog + cost(CHUNK_FRAMES) ? wholeBacklog : usedUpToMillis;
  }

  private long cost(int frames) {
    return (long) Math.ceil(frames * 1e3 / maxFrameRateHz);
  }
}
