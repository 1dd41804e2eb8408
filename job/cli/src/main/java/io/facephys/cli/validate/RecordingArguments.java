package io.facephys.cli.validate;

import io.facephys.cli.capture.FramesTiming;
import io.facephys.engine.recording.Recording;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** A recording of a person with its reference, on the command line. */
final class RecordingArguments {
  @ArgGroup(multiplicity = "1")
  private Source source;

  @ArgGroup private FramesTiming timing = new FramesTiming();

  @Option(
      names = "--reference",
      required = true,
      paramLabel = "R.csv",
      description =
          "What the sensor exported: CSV with a column of times and one of PPG or of rates, or the times of beats alone; or PPG as .npy, a sample for each picture.")
  private Path reference;

  @Option(
      names = "--person",
      paramLabel = "NAME",
      description = "Who is seen; recordings of one person get one name. Default: another person.")
  private @Nullable String person;

  @Option(
      names = "--offset",
      paramLabel = "S",
      description =
          "How many seconds the reference's clock is ahead of the camera's, time zones included. Default: found.")
  private @Nullable Double aheadSeconds;

  /** Where the pictures come from. */
  static final class Source {
    @Option(
        names = "--video",
        paramLabel = "FILE",
        description = "A video of the person, whose time counts from its first picture.")
    private @Nullable String video;

    @Option(
        names = "--frames",
        paramLabel = "F.npy",
        description = "Face crops, as infer takes them.")
    private @Nullable Path frames;
  }

  /** The video; null if there are frames instead. */
  @Nullable String video() {
    if (source.video != null) {
      timing.checkAbsent();
    }
    return source.video;
  }

  Path reference() {
    return reference;
  }

  @Nullable String person() {
    return person;
  }

  @Nullable Double aheadSeconds() {
    return aheadSeconds;
  }

  /** What the report calls it: the file with its folder. */
  String name() {
    Path file =
        source.video != null ? Path.of(source.video) : Objects.requireNonNull(source.frames);
    int names = file.getNameCount();
    return String.valueOf(file.subpath(Math.max(0, names - 2), names));
  }

  Recording readFrames() {
    return timing.read(Objects.requireNonNull(source.frames));
  }
}
