package io.facephys.cli.capture;

import io.facephys.engine.FrameIntervals;
import io.facephys.engine.recording.Recording;
import io.facephys.engine.recording.RecordingFiles;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** When the frames of a file were captured, on the command line: one of its options, or none. */
public final class FramesTiming {
  @Option(
      names = "--timestamps",
      paramLabel = "T.npy",
      description = "Capture times, int64 microseconds, one per frame.")
  private @Nullable Path timestamps;

  @Option(
      names = "--fps",
      paramLabel = "HZ",
      description =
          "Frames a second, if there are no capture times. Default: "
              + FrameIntervals.NOMINAL_RATE_HZ
              + ".")
  private @Nullable Double framesPerSecond;

  /** Refuses the options beside a video. */
  public void checkAbsent() {
    if (framesPerSecond != null || timestamps != null) {
      throw new IllegalArgumentException(
          "--fps and --timestamps belong to --frames: a video has its own times, or takes --times fps=N");
    }
  }

  /** Reads a file of frames with these times. */
  public Recording read(Path frames) {
    return timestamps == null
        ? RecordingFiles.evenlyTimed(frames, framesPerSecond())
        : RecordingFiles.timed(frames, timestamps);
  }

  private double framesPerSecond() {
    double rate = framesPerSecond == null ? FrameIntervals.NOMINAL_RATE_HZ : framesPerSecond;
    if (!(rate >= 1 && rate <= 1000)) {
      throw new IllegalArgumentException("--fps is %s; 1 to 1000 are allowed".formatted(rate));
    }
    return rate;
  }
}
