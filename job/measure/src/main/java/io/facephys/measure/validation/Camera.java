package io.facephys.measure.validation;

import io.facephys.engine.recording.Recording;
import java.util.List;

/**
 * What a camera saw of one person.
 *
 * @param clock from when its times count
 * @param pictureSeconds time of each picture, with or without the face; rising, two at least
 * @param faces the stretches in which the face was followed, on the same clock
 */
public record Camera(Clock clock, double[] pictureSeconds, List<Recording> faces) {
  /** Of 1973: later times are taken for those since 1970, earlier ones for those of a recording. */
  static final double FIRST_EPOCH_SECONDS = 1e8;

  /** A recording whose frames all show the face. */
  public static Camera of(Recording recording) {
    double[] seconds = recording.seconds();
    for (int i = 1; i < seconds.length; i++) {
      if (!(seconds[i] > seconds[i - 1])) {
        throw new IllegalArgumentException(
            "the capture time of frame %d, %.6f s, is not after that of the frame before"
                .formatted(i, seconds[i]));
      }
    }
    Clock clock = seconds[0] >= FIRST_EPOCH_SECONDS ? Clock.EPOCH : Clock.START;
    return new Camera(clock, seconds, List.of(recording));
  }

  /** Time of the first picture. */
  double start() {
    return pictureSeconds[0];
  }

  /** Time of the last picture. */
  double end() {
    return pictureSeconds[pictureSeconds.length - 1];
  }
}
