package io.facephys.camera.face;

/** A part of a picture, in pixels; column x and row y are its upper left corner. */
public record FaceBox(double x, double y, double width, double height) {
  /** Intersection over union, 0 to 1. */
  double overlap(FaceBox other) {
    double common =
        common(x, width, other.x, other.width) * common(y, height, other.y, other.height);
    return common / (area() + other.area() - common);
  }

  /** Columns times rows. */
  public double area() {
    return width * height;
  }

  /** The part of the box that lies in a picture of this size. */
  public FaceBox clampedTo(int columns, int rows) {
    double left = Math.max(0, x);
    double top = Math.max(0, y);
    return new FaceBox(
        left, top, Math.min(columns, x + width) - left, Math.min(rows, y + height) - top);
  }

  private static double common(double from, double length, double otherFrom, double otherLength) {
    return Math.max(
        0, Math.min(from + length, otherFrom + otherLength) - Math.max(from, otherFrom));
  }
}
