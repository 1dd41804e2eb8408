package io.facephys.camera.video;

/**
 * Makes capture times from the presentation times of a stream: one offset for all of them, so that
 * intervals stay those of the camera. Not for several threads.
 *
 * <p>A live stream's offset is that of the first pictures' one with the shortest delay. It is taken
 * anew when the stream's times go back, as they do when a camera starts again, when they run ahead
 * of this machine's clock by more than a second, or when a picture is more than 30 s late. Up to
 * then a late picture keeps its time, because the reader may be slow while the clock is right.
 */
final class CaptureClock {
  private static final long CLEARLY_SHORTER_MICROS = 5_000;
  private static final long MAX_AHEAD_MICROS = 1_000_000;
  private static final long MAX_LATE_MICROS = 30_000_000;

  private final boolean live;
  private long offsetMicros;
  private long lastPresentationMicros = Long.MIN_VALUE;
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

  /** Takes in one of the first pictures; true if its delay is clearly shorter than all before. */
  boolean calibrate(long presentationMicros, long arrivalMicros) {
    long offset = arrivalMicros - presentationMicros;
    boolean shorter = offsetMicros - offset > CLEARLY_SHORTER_MICROS;
    offsetMicros = Math.min(offsetMicros, offset);
    lastPresentationMicros = presentationMicros;
    return shorter;
  }

  /** Capture time of a picture, microseconds since the epoch. */
  long captureTimeMicros(long presentationMicros, long arrivalMicros) {
    long offset = arrivalMicros - presentationMicros;
    boolean back = presentationMicros < lastPresentationMicros;
    boolean ahead = offsetMicros - offset > MAX_AHEAD_MICROS;
    boolean late = offset - offsetMicros > MAX_LATE_MICROS;
    if (live && (back || ahead || late)) {
      offsetMicros = offset;
      jumps++;
    }
    lastPresentationMicros = presentationMicros;
    return presentationMicros + offsetMicros;
  }

  /** How often the offset was taken anew. */
  int jumps() {
    return jumps;
  }
}
