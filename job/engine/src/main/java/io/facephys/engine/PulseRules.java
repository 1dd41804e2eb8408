package io.facephys.engine;

/**
 * When a wave can be trusted, whatever the camera and the model. {@link FrameIntervals} has the
 * rules for the time between two frames.
 */
public final class PulseRules {
  /** Below this the model cannot follow the pulse; a camera of 15 frames a second may give 14.9. */
  public static final double MIN_FRAME_RATE_HZ = 14;

  /** How long the model needs from its initial state until the wave is sound. */
  public static final int WARM_UP_SECONDS = 5;

  /**
   * A frame is black if its mean is below this, on a scale of 255. Darkness alone hides a pulse
   * only when it is extreme: for two painted clips scaled down to a mean of 15, 8, 5 and 3, the
   * wave of the weights own-2 followed the pulse with r = 0.92, 0.87, 0.70 and 0.31 (mean of both).
   * Real sensors add noise and lose the pulse earlier.
   */
  public static final int BLACK_BELOW = 8;

  /** From here on a value counts as clipped, on a scale of 255. */
  public static final int CLIPPED_FROM = 250;

  /** Capture times are in microseconds. */
  public static final long MICROS_PER_SECOND = 1_000_000;

  private PulseRules() {}

  /** Microseconds as seconds. */
  public static double seconds(long micros) {
    return micros / (double) MICROS_PER_SECOND;
  }
}
