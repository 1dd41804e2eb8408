package io.facephys.camera.video;

/**
 * Makes capture times from the presentation times of a stream: one offset for all of them, so that
 * intervals stay those of the camera. Not for several threads.
 *
 * <p>A live stream's offset is that of the picture that took the shortest way among those of the
 * first second. If the stream's clock later jumps, or has drifted, by more than {@value
 * #TOLERANCE_MICROS} microseconds against this machine's, the offset is taken anew.
 */
final class CaptureClock {
  static final long TOLERANCE_MICROS = 1_000_000;

  private final boolean live;
  private long offsetMicros;
  private int jumps;

  private CaptureClock(boolean live, long offsetMicros) {
    this.live = live;
    this.offsetMicros = offsetMicros;
  }

  /** The clock of a recording whose presentation time 0 was at this time. */
  static CaptureClock ofRecording(long startMicros) {
    return new CaptureClock(false, startMicros);
  }

  /** The clock of a live stream, before its first picture. */
  static CaptureClock ofLiveStream() {
    return new CaptureClock(true, Long.MAX_VALUE);
  }

  /** Takes in a picture of the first second. */
  void calibrate(long presentationMicros, long arrivalMicros) {
    offsetMicros = Math.min(offsetMicros, arrivalMicros - presentationMicros);
  }

  /** Capture time of a picture, microseconds since the epoch. */
  long captureTimeMicros(long presentationMicros, long arrivalMicros) {
    long offset = arrivalMicros - presentationMicros;
    if (live && Math.abs(offset - offsetMicros) > TOLERANCE_MICROS) {
      offsetMicros = offset;
      jumps++;
    }
    return presentationMicros + offsetMicros;
  }

  /** How often the offset was taken anew. */
  int jumps() {
    return jumps;
  }
}
