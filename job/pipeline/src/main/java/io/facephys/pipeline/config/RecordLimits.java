package io.facephys.pipeline.config;

import io.facephys.pipeline.time.FrameShare;
import io.facephys.schemas.CropContract;
import java.io.Serializable;

/**
 * How much one record, and one subject, may ask of the job. What asks for more is a dead letter.
 *
 * @param maxValueBytes largest value of a record, after decompression; also the largest key and the
 *     most bytes of headers
 * @param maxFrames most frames of a chunk
 * @param maxCameras most cameras of a subject that have a state at the same time
 * @param share how many frames a camera may ask the model for
 */
public record RecordLimits(int maxValueBytes, int maxFrames, int maxCameras, FrameShare share)
    implements Serializable {
  /** The limits unless options say otherwise; {@code LimitArguments} states the same values. */
  public static final RecordLimits DEFAULT =
      new RecordLimits(2 << 20, CropContract.MAX_FRAMES, 64, FrameShare.DEFAULT);

  private static final int LEAST_VALUE_BYTES = 64 << 10;
  private static final int LARGEST_VALUE_BYTES = 64 << 20;
  private static final int LARGEST_MAX_CAMERAS = 10_000;

  public RecordLimits {
    check("max-value-bytes", maxValueBytes, LEAST_VALUE_BYTES, LARGEST_VALUE_BYTES);
    check("max-chunk-frames", maxFrames, 1, CropContract.MAX_FRAMES);
    check("max-cameras", maxCameras, 1, LARGEST_MAX_CAMERAS);
  }

  private static void check(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s is %d; %d to %d are allowed".formatted(option, value, least, most));
    }
  }
}
