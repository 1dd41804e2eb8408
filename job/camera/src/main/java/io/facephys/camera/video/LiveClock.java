package io.facephys.camera.video;

/**
 * The clock of a live stream: presentation times and one offset for all of them, so that intervals
 * stay those of the camera. The offset is that of the pictures with the shortest delay. It follows
 * the drift between the camera's clock and this machine's, some parts per million as a rule, so
 * slowly that no interval shows it. Up to 30 s a late picture keeps its time, because the network
 * may be slow while the clock is right. Not for several threads.
 *
 * <p>The offset is taken anew, a jump, when the stream's times go back, leap ahead of this
 * machine's clock, or are more than 30 s late.
 */
final class LiveClock implements CaptureClock {
  private static final long CLEARLY_SHORTER_MICROS = 5_000;
  private static final long MAX_BACK_MICROS = 1_000_000;
  private static final long MAX_AHEAD_MICROS = 1_000_000;
  private static final long MAX_LATE_MICROS = 30_000_000;
  private static final double MAX_DRIFT = 0.05;

  /** How fast the offset goes to that of the newest pictures, beside the drift. */
  private static final double PULL_PER_SECOND = 0.1;

  private static final double MAX_PULL_BACK = 0.01; // pictures come before they were taken
  private static final double MAX_PULL_AHEAD = 0.0005; // pictures come late, perhaps for a while

  private final DelayTrend trend;
  private double offsetMicros = Double.POSITIVE_INFINITY;
  private long lastPresentationMicros = Long.MIN_VALUE;
  private int jumps;

  /**
   * @param trend of the same pictures
   */
  LiveClock(DelayTrend trend) {
    this.trend = trend;
  }

  /** Takes in one of the first pictures; true if its delay is clearly shorter than all before. */
  boolean calibrate(long presentationMicros, long arrivalMicros) {
    long offset = arrivalMicros - presentationMicros;
    boolean shorter = offsetMicros - offset > CLEARLY_SHORTER_MICROS;
    offsetMicros = Math.min(offsetMicros, (double) offset);
    lastPresentationMicros = presentationMicros;
    return shorter;
  }

  /** Whether a picture comes more than a second before its time, without a leap of the times. */
  boolean isAhead(long presentationMicros, long arrivalMicros) {
    return presentationMicros + offsetMicros > arrivalMicros + MAX_AHEAD_MICROS
        && presentationMicros - lastPresentationMicros <= MAX_AHEAD_MICROS;
  }

  @Override
  public long captureTimeMicros(long presentationMicros, long arrivalMicros) {
    double step = (double) presentationMicros - lastPresentationMicros;
    double early = presentationMicros + offsetMicros - arrivalMicros;
    if (step < -MAX_BACK_MICROS || early > MAX_AHEAD_MICROS || early < -MAX_LATE_MICROS) {
      offsetMicros = arrivalMicros - presentationMicros;
      trend.clear();
      jumps++;
    } else if (step > 0) {
      offsetMicros += step * (drift() + pull());
    }
    lastPresentationMicros = presentationMicros;
    return presentationMicros + Math.round(offsetMicros);
  }

  private double drift() {
    return Math.max(-MAX_DRIFT, Math.min(MAX_DRIFT, trend.slope()));
  }

  private double pull() {
    double seconds = (trend.newestDelayMicros(Math.round(offsetMicros)) - offsetMicros) / 1e6;
    return Math.max(-MAX_PULL_BACK, Math.min(MAX_PULL_AHEAD, seconds * PULL_PER_SECOND));
  }

  @Override
  public int jumps() {
    return jumps;
  }
}
