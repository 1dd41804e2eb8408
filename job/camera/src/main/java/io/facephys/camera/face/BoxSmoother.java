package io.facephys.camera.face;

/**
 * Makes a steady box of detections that jump, because a box that jumps is noise in every pixel. A
 * Kalman filter follows the box; all four coordinates share its gain. The box stands still until
 * the filter is {@value #DEAD_ZONE} of its width away, and then follows it in small steps. Not for
 * several threads.
 */
final class BoxSmoother {
  private static final double PROCESS_PER_FRAME = 0.01;
  private static final double MEASUREMENT = 0.5;
  private static final double FRAME_RATE_HZ = 30;
  private static final double DEAD_ZONE = 0.02;
  private static final double ARRIVED = 0.005;

  /** Part of the remaining way that the box goes in each frame. */
  private static final double STEP = 0.1;

  private double measuredSeconds;
  private FaceBox estimate;
  private double variance = MEASUREMENT;
  private FaceBox box;
  private boolean moving;

  BoxSmoother(FaceBox first, double seconds) {
    box = first;
    estimate = first;
    measuredSeconds = seconds;
  }

  /** Takes in a detection. */
  void measured(FaceBox detected, double seconds) {
    variance += PROCESS_PER_FRAME * FRAME_RATE_HZ * Math.max(0, seconds - measuredSeconds);
    measuredSeconds = seconds;
    double gain = variance / (variance + MEASUREMENT);
    estimate = between(estimate, detected, gain);
    variance *= 1 - gain;
  }

  /** The box for the next frame. */
  FaceBox next() {
    double distance = distance(box, estimate) / box.width();
    moving = distance > (moving ? ARRIVED : DEAD_ZONE);
    if (moving) {
      box = between(box, estimate, STEP);
    }
    return box;
  }

  /** The box that the filter estimates. */
  FaceBox estimate() {
    return estimate;
  }

  private static FaceBox between(FaceBox from, FaceBox to, double share) {
    return new FaceBox(
        from.x() + share * (to.x() - from.x()),
        from.y() + share * (to.y() - from.y()),
        from.width() + share * (to.width() - from.width()),
        from.height() + share * (to.height() - from.height()));
  }

  private static double distance(FaceBox one, FaceBox other) {
    double position = Math.max(Math.abs(one.x() - other.x()), Math.abs(one.y() - other.y()));
    double size =
        Math.max(Math.abs(one.width() - other.width()), Math.abs(one.height() - other.height()));
    return Math.max(position, size);
  }
}
