package io.facephys.camera.face;

/** One face, followed from detection to detection. Not for several threads. */
final class FaceTrack {
  private final BoxSmoother smoother;
  private int number; // 0 until the track is confirmed
  private int detections = 1;
  private double seenSeconds;

  FaceTrack(FaceBox first, double seconds) {
    smoother = new BoxSmoother(first, seconds);
    seenSeconds = seconds;
  }

  void seen(FaceBox detected, double seconds) {
    smoother.measured(detected, seconds);
    seenSeconds = seconds;
    detections++;
  }

  void confirm(int trackNumber) {
    number = trackNumber;
  }

  boolean isConfirmed() {
    return number > 0;
  }

  int number() {
    return number;
  }

  int detections() {
    return detections;
  }

  double secondsUnseen(double now) {
    return now - seenSeconds;
  }

  /** Where the face is believed to be, to recognise it in the next detections. */
  FaceBox expected() {
    return smoother.estimate();
  }

  /** The steady box for the next frame. */
  FaceBox nextBox() {
    return smoother.next();
  }
}
