package io.facephys.camera.video;

/** Makes capture times of the times of pictures. Not for several threads. */
interface CaptureClock {
  /**
   * Capture time of a picture, microseconds since the epoch.
   *
   * @param presentationMicros its time in the video
   * @param arrivalMicros when it was read, microseconds since the epoch
   */
  long captureTimeMicros(long presentationMicros, long arrivalMicros);

  /** How often the times of the video jumped, so that the clock began anew. */
  int jumps();
}
