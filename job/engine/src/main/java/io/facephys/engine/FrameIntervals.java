package io.facephys.engine;

/**
 * Intervals between frames that a model may be given, computed from capture times.
 *
 * <p>FacePhys's temporal normalisation multiplies its means by 1 - 0.6931/exp(lbd) * dt in each
 * frame. For dt above 0.2697 s (published weights) or below 0 this factor is outside [0, 1], and
 * all later waves and states are NaN. So an interval outside (0, {@value #MAX_SECONDS}] s is
 * replaced by {@value #NOMINAL_SECONDS} s, after which the wave recovers in about 2 s.
 *
 * @param seconds one per frame, each in (0, {@value #MAX_SECONDS}]
 * @param replaced how many of them replace an interval that is out of bounds
 */
public record FrameIntervals(float[] seconds, int replaced) {
  /** The longest interval that a model is given. */
  public static final float MAX_SECONDS = 0.25f;

  /** {@link #MAX_SECONDS} in microseconds. */
  public static final long MAX_MICROS = (long) (MAX_SECONDS * PulseRules.MICROS_PER_SECOND);

  /** The rate of a camera of which nothing else is known, frames a second. */
  public static final int NOMINAL_RATE_HZ = 30;

  /** The interval of a subject's first frame, and the replacement for an interval out of bounds. */
  public static final float NOMINAL_SECONDS = 1f / NOMINAL_RATE_HZ;

  /** Intervals of a subject's first frames; no frame comes before the first one. */
  public static FrameIntervals ofFirst(long[] captureTimesMicros) {
    FrameIntervals rest = after(captureTimesMicros[0], captureTimesMicros);
    return new FrameIntervals(rest.seconds, rest.replaced - 1);
  }

  /** Intervals of frames that follow a frame captured at {@code previousMicros}. */
  public static FrameIntervals after(long previousMicros, long[] captureTimesMicros) {
    float[] seconds = new float[captureTimesMicros.length];
    int replaced = 0;
    long previous = previousMicros;
    for (int i = 0; i < seconds.length; i++) {
      long micros = captureTimesMicros[i] - previous;
      // The difference may overflow and look valid, so the times are compared as well.
      boolean valid = captureTimesMicros[i] > previous && micros > 0 && micros <= MAX_MICROS;
      seconds[i] = valid ? (float) PulseRules.seconds(micros) : NOMINAL_SECONDS;
      replaced += valid ? 0 : 1;
      previous = captureTimesMicros[i];
    }
    return new FrameIntervals(seconds, replaced);
  }
}
