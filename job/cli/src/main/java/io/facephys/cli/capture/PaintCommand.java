package io.facephys.cli.capture;

import io.facephys.camera.portrait.PortraitScene;
import io.facephys.camera.portrait.PortraitVideo;
import io.facephys.console.Terminal;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code facephys paint}: writes a video of painted people whose pulse is known. */
@Command(
    name = "paint",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Paint a video of people whose pulse is known, 640 x 480 pixels, to try cameras, codecs and the whole path.")
public final class PaintCommand implements Callable<Integer> {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Video to write; its name says the container, for example portrait.mkv.")
  private Path out;

  @Option(
      names = "--format",
      defaultValue = "mjpeg",
      paramLabel = "FORMAT",
      description = "One of ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private PortraitVideo.Format format;

  @Option(
      names = "--rates",
      split = ",",
      defaultValue = "66,93,75",
      paramLabel = "BPM",
      description =
          "Pulse of each person from left to right, beats a minute, 1 to 4 of them. Default: ${DEFAULT-VALUE}.")
  private List<Double> rates;

  @Option(
      names = "--away",
      arity = "2",
      paramLabel = "S",
      description =
          "The last person begins to walk out of the picture at the first time, seconds, and to come back at the second.")
  private List<Double> away = List.of();

  @Option(
      names = "--fps",
      defaultValue = "30",
      paramLabel = "HZ",
      description = "Frames a second. Default: ${DEFAULT-VALUE}.")
  private double framesPerSecond;

  @Option(
      names = "--duration",
      defaultValue = "40",
      paramLabel = "S",
      description = "Seconds of video. Default: ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "K",
      description = "Seed of the noise. Default: ${DEFAULT-VALUE}.")
  private long seed;

  private final Terminal terminal = new Terminal();

  @Override
  public Integer call() {
    PortraitScene scene =
        away.isEmpty()
            ? PortraitScene.of(rates, seed)
            : PortraitScene.withAbsence(rates, seed, away.get(0), away.get(1));
    PortraitVideo.Timing timing = new PortraitVideo.Timing(framesPerSecond, seconds);
    try {
      PortraitVideo.write(
          out,
          scene,
          format,
          timing,
          written ->
              terminal.update(List.of("%d of %d pictures".formatted(written, timing.pictures()))));
    } catch (LinkageError e) {
      throw VideoArguments.withoutNatives(e);
    }
    terminal.print("%s: %d pictures, %s".formatted(out, timing.pictures(), format));
    return 0;
  }
}
