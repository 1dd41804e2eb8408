package io.facephys.camera.face;

import java.util.function.ToDoubleFunction;

/**
 * Makes a steady box of detections that jump, because a box that jumps is noise in every pixel.
 * Each coordinate has a Kalman filter. The box stands still until the filters are {@value
 * #DEAD_ZONE} of its width away, and then follows them in small steps. Not for several threads.
 */
final class BoxSmoother {
  private static final double PROCESS_PER_FRAME = 0.01;
  private static final double MEASUREMENT = 0.5;
  private static final double FRAME_RATE_HZ = 30;
  private static final double DEAD_ZONE = 0.02;
  private static final double ARRIVED = 0.005;

  /** Part of the remaining way that the box goes in each frame. */
  private static final double STEP = 0.1;

  private final Coordinate[] coordinates = {
    new Coordinate(FaceBox::x),
    new Coordinate(FaceBox::y),
    new Coordinate(FaceBox::width),
    new Coordinate(FaceBox::height)
  };

  private double measuredSeconds;
  private FaceBox box;
  private boolean moving;

  BoxSmoother(FaceBox first, double seconds) {
    box = first;
    measuredSeconds = seconds;
    for (Coordinate coordinate : coordinates) {
      coordinate.start(first);
    }
  }

  /** Takes in a detection. */
  void measured(FaceBox detected, double seconds) {
    double process = PROCESS_PER_FRAME * FRAME_RATE_HZ * Math.max(0, seconds - measuredSeconds);
    measuredSeconds = seconds;
    for (Coordinate coordinate : coordinates) {
      coordinate.correct(detected, process);
    }
  }

  /** The box for the next frame. */
  FaceBox next() {
    FaceBox target = estimate();
    double distance = distance(box, target) / box.width();
    moving = distance > (moving ? ARRIVED : DEAD_ZONE);
    if (moving) {
      box =
          new FaceBox(
              towards(box.x(), target.x()),
              towards(box.y(), target.y()),
              towards(box.width(), target.width()),
              towards(box.height(), target.height()));
    }
    return box;
  }

  /** The box that the filters estimate. */
  FaceBox estimate() {
    return new FaceBox(
        coordinates[0].value, coordinates[1].value, coordinates[2].value, coordinates[3].value);
  }

  private static double towards(double from, double to) {
    return from + STEP * (to - from);
  }

  private static double distance(FaceBox one, FaceBox other) {
    double position = Math.max(Math.abs(one.x() - other.x()), Math.abs(one.y() - other.y()));
    double size =
        Math.max(Math.abs(one.width() - other.width()), Math.abs(one.height() - other.height()));
    return Math.max(position, size);
  }

  private static final class Coordinate {
    private final ToDoubleFunction<FaceBox> of;
    private double value;
    private double variance = MEASUREMENT;

    Coordinate(ToDoubleFunction<FaceBox> of) {
      this.of = of;
    }

    void start(FaceBox first) {
      value = of.applyAsDouble(first);
    }

    void correct(FaceBox detected, double process) {
      variance += process;
      double gain = variance / (variance + MEASUREMENT);
      value += gain * (of.applyAsDouble(detected) - value);
      variance *= 1 - gain;
    }
  }
}
