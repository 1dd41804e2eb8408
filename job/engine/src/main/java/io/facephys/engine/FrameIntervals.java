package io.facephys.engine;

/**
 * Time steps that a model may be given, from capture times.
 *
 * <p>The temporal normalisation of FacePhys decays by 1 - 0.6931/exp(lbd) * dt. Above dt = 0.2697 s
 * (published weights) or below 0 that leaves [0, 1], and wave and state are NaN for ever after. So
 * an interval outside (0, {@value #MAX_SECONDS}] s never reaches it: {@value #NOMINAL_SECONDS} s
 * stands in, with which the wave recovers in about 2 s.
 *
 * @param seconds one a frame, each in (0, {@value #MAX_SECONDS}]
 * @param replaced how many of them stand in for a true interval out of bounds
 */
@SuppressWarnings("ArrayRecordComponent") // a chunk's time steps; nobody compares them
public record FrameIntervals(float[] seconds, int replaced) {
  /** Longest interval that reaches a model. */
  public static final float MAX_SECONDS = 0.25f;

  /** What the first frame of a subject gets, and what stands in for an interval out of bounds. */
  public static final float NOMINAL_SECONDS = 1 / 30f;

  private static final long MAX_MICROS = (long) (MAX_SECONDS * 1e6);

  /** Intervals of a subject's first frames; nothing comes before the first one. */
  public static FrameIntervals ofFirst(long[] captureTimesMicros) {
    FrameIntervals rest = after(captureTimesMicros[0], captureTimesMicros);
    return new FrameIntervals(rest.seconds, rest.replaced - 1);
  }

  /** Intervals of frames that follow one taken at {@code previousMicros}. */
  public static FrameIntervals after(long previousMicros, long[] captureTimesMicros) {
    float[] seconds = new float[captureTimesMicros.length];
    int replaced = 0;
    long before = previousMicros;
    for (int i = 0; i < seconds.length; i++) {
      long micros = captureTimesMicros[i] - before;
      // A difference that overflows has the wrong sign and may look small; comparing the times does
      // not.
      boolean sound = captureTimesMicros[i] > before && micros > 0 && micros <= MAX_MICROS;
      seconds[i] = sound ? (float) (micros / 1e6) : NOMINAL_SECONDS;
      replaced += sound ? 0 : 1;
      before = captureTimesMicros[i];
    }
    return new FrameIntervals(seconds, replaced);
  }
}
