package io.facephys.camera.video;

/**
 * The clock of a live stream without times of its own: capture times are the times of arrival, less
 * their jitter. An alpha-beta filter foretells when the next picture comes, from the times and the
 * mean interval so far, and moves that by a part of what the arrival differs. A picture that comes
 * half a second beside the time foretold starts the filter anew.
 */
final class ArrivalClock implements CaptureClock {
  private static final double ALPHA = 0.1;
  private static final double BETA = ALPHA * ALPHA / (2 - ALPHA); // critically damped
  private static final double MAX_ERROR_MICROS = 500_000;

  private double intervalMicros; // 0 before the second picture
  private double timeMicros = Double.NEGATIVE_INFINITY;

  @Override
  public long captureTimeMicros(long presentationMicros, long arrivalMicros) {
    double error = arrivalMicros - timeMicros - intervalMicros;
    if (intervalMicros == 0 && error < MAX_ERROR_MICROS) {
      intervalMicros = error;
      timeMicros = arrivalMicros;
    } else if (Math.abs(error) > MAX_ERROR_MICROS) {
      timeMicros = arrivalMicros;
    } else {
      timeMicros += intervalMicros + ALPHA * error;
      intervalMicros += BETA * error;
    }
    return Math.round(timeMicros);
  }

  @Override
  public int jumps() {
    return 0;
  }
}
