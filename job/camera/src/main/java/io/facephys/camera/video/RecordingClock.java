package io.facephys.camera.video;

/**
 * The clock of a recording: its first picture was taken at a given time, whatever time it carries,
 * and all intervals are those of the recording. Where its times go back or leap, as where two
 * recordings were joined, it is not known how much time passed; the clock then goes on after a gap
 * that is long enough for nothing to be taken for continuous.
 */
final class RecordingClock implements CaptureClock {
  private static final long MAX_BACK_MICROS = 1_000_000;
  private static final long MAX_STEP_MICROS = 30_000_000;
  private static final long GAP_MICROS = 2_000_000;

  private final long startMicros;
  private boolean started;
  private long offsetMicros;
  private long lastPresentationMicros;
  private int jumps;

  RecordingClock(long startMicros) {
    this.startMicros = startMicros;
  }

  @Override
  public long captureTimeMicros(long presentationMicros, long arrivalMicros) {
    if (!started) {
      started = true;
      offsetMicros = startMicros - presentationMicros;
      lastPresentationMicros = presentationMicros;
    }
    long step = presentationMicros - lastPresentationMicros;
    if (step < -MAX_BACK_MICROS || step > MAX_STEP_MICROS) {
      offsetMicros += GAP_MICROS - step;
      jumps++;
      lastPresentationMicros = presentationMicros;
    }
    lastPresentationMicros = Math.max(lastPresentationMicros, presentationMicros);
    return presentationMicros + offsetMicros;
  }

  @Override
  public int jumps() {
    return jumps;
  }
}
