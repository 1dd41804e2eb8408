package io.facephys.pipeline.config;

import io.facephys.engine.Internal;
import io.facephys.pipeline.time.FrameRateLimit;
import io.facephys.schemas.CropContract;
import java.io.Serializable;

/**
 * How much one record, and one subject, may ask of the job. What asks for more is a dead letter.
 *
 * @param maxValueBytes the maximum size of a record's value after decompression; it also holds for
 *     the key, and for the headers together
 * @param maxFrames the maximum number of frames of a chunk
 * @param maxCameras the maximum number of a subject's cameras that have a state at the same time
 * @param frameRate how many frames a camera may ask the model for
 */
@Internal
public record RecordLimits(
    int maxValueBytes, int maxFrames, int maxCameras, FrameRateLimit frameRate)
    implements Serializable {
  /** The limits unless options say otherwise. */
  public static final RecordLimits DEFAULT =
      new RecordLimits(2 << 20, CropContract.MAX_FRAMES, 64, FrameRateLimit.DEFAULT);

  private static final int MIN_VALUE_BYTES = 64 << 10;
  private static final int MAX_VALUE_BYTES = 64 << 20;
  private static final int MAX_CAMERAS = 10_000;

  public RecordLimits {
    check("max-value-bytes", maxValueBytes, MIN_VALUE_BYTES, MAX_VALUE_BYTES);
    check("max-chunk-frames", maxFrames, 1, CropContract.MAX_FRAMES);
    check("max-cameras", maxCameras, 1, MAX_CAMERAS);
  }

  static void check(String option, int value, int min, int max) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          "%s is %d; %d to %d are allowed".formatted(option, value, min, max));
    }
  }
}
