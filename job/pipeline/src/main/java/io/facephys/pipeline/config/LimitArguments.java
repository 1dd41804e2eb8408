package io.facephys.pipeline.config;

import io.facephys.pipeline.time.FrameShare;
import picocli.CommandLine.Option;

/** The limits of records and subjects on the command line. */
final class LimitArguments {
  @Option(
      names = "--max-value-bytes",
      paramLabel = "BYTES",
      defaultValue = "2097152",
      description =
          "A record whose value has more bytes after decompression is a dead letter, cut. The same limit holds for its key and for its headers together. Default: ${DEFAULT-VALUE}.")
  private int maxValueBytes;

  @Option(
      names = "--max-chunk-frames",
      paramLabel = "N",
      defaultValue = "300",
      description =
          "A chunk of more frames is a dead letter; 300 is the most. Default: ${DEFAULT-VALUE}.")
  private int maxFrames;

  @Option(
      names = "--max-cameras",
      paramLabel = "N",
      defaultValue = "64",
      description =
          "Most cameras with a state that a subject can have; a chunk of one more is a dead letter. Default: ${DEFAULT-VALUE}.")
  private int maxCameras;

  @Option(
      names = "--max-frame-rate",
      paramLabel = "HZ",
      defaultValue = "120",
      description =
          "Frames a second that a camera may send, by its records' times; frames closer together than half of that interval are dropped. A camera that has sent more than 10 minutes of such frames too much gets dead letters. Default: ${DEFAULT-VALUE}.")
  private double maxFrameRateHz;

  RecordLimits limits() {
    return new RecordLimits(maxValueBytes, maxFrames, maxCameras, new FrameShare(maxFrameRateHz));
  }
}
