package io.facephys.pipeline.arguments;

import io.facephys.pipeline.config.RecordLimits;
import io.facephys.pipeline.time.FrameRateLimit;
import io.facephys.schemas.CropContract;
import picocli.CommandLine.Option;

/** The limits of records and subjects on the command line. */
final class LimitArguments {
  private static final RecordLimits DEFAULT = RecordLimits.DEFAULT;

  @Option(
      names = "--max-value-bytes",
      paramLabel = "BYTES",
      description =
          "A record whose value has more bytes after decompression is a dead letter, truncated. The same limit holds for its key and for its headers together. Default: ${DEFAULT-VALUE}.")
  private int maxValueBytes = DEFAULT.maxValueBytes();

  @Option(
      names = "--max-chunk-frames",
      paramLabel = "N",
      description =
          "A chunk of more frames is a dead letter; "
              + CropContract.MAX_FRAMES
              + " is the most. Default: ${DEFAULT-VALUE}.")
  private int maxFrames = DEFAULT.maxFrames();

  @Option(
      names = "--max-cameras",
      paramLabel = "N",
      description =
          "Most cameras with a state that a subject can have; a chunk of one more is a dead letter. Default: ${DEFAULT-VALUE}.")
  private int maxCameras = DEFAULT.maxCameras();

  @Option(
      names = "--max-frame-rate",
      paramLabel = "HZ",
      description =
          "Frames a second that a camera may send, by its records' times; frames closer together than half of that interval are dropped. A camera that has sent more than 10 minutes of such frames too much gets dead letters. Default: ${DEFAULT-VALUE}.")
  private double maxFrameRateHz = DEFAULT.frameRate().maxFrameRateHz();

  RecordLimits limits() {
    return new RecordLimits(
        maxValueBytes, maxFrames, maxCameras, new FrameRateLimit(maxFrameRateHz));
  }
}
