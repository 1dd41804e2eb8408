package io.facephys.local.command;

import io.facephys.engine.FrameIntervals;
import io.facephys.engine.PulseModel;
import io.facephys.engine.Recording;
import io.facephys.engine.RecordingFiles;
import io.facephys.engine.StateFile;
import io.facephys.engine.signal.PulseRate;
import io.facephys.local.view.SubjectTrack;
import io.facephys.local.view.Terminal;
import io.facephys.local.view.WavePlot;
import io.facephys.pipeline.config.ModelArguments;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jetbrains.bio.npy.NpyFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facephys infer}: computes the wave of a file of frames, without Kafka and Flink. */
@Command(
    name = "infer",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Compute the wave of a file of frames, without Kafka and Flink.")
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class InferCommand implements Callable<Integer> {
  @Option(
      names = "--frames",
      required = true,
      paramLabel = "F.npy",
      description =
          "uint8 (0..255) or float32 (0..1), shape [T, 36, 36, 3] or [1, T, 36, 36, 3], RGB.")
  private Path frames;

  @ArgGroup private Timing timing = new Timing();

  @Mixin private ModelArguments model;

  @Option(
      names = "--chunk",
      defaultValue = "30",
      paramLabel = "N",
      description =
          "Frames per chunk; another number changes the wave only by rounding. Default: ${DEFAULT-VALUE}.")
  private int chunk;

  @Option(
      names = "--wave-out",
      paramLabel = "W.npy",
      description = "Write the wave to this file, float32 [T].")
  private @Nullable Path waveOut;

  @Option(
      names = "--state-out",
      paramLabel = "S2.gz",
      description =
          "Write the model state after the last frame to this file, gzip JSON, every bit kept.")
  private @Nullable Path stateOut;

  @Option(names = "--plot", paramLabel = "W.png", description = "Plot the wave.")
  private @Nullable Path plot;

  private final Terminal terminal = new Terminal();

  /** When the frames were captured. */
  static final class Timing {
    @Option(
        names = "--timestamps",
        paramLabel = "T.npy",
        description = "Capture times, int64 microseconds, one per frame.")
    private @Nullable Path timestamps;

    @Option(
        names = "--fps",
        paramLabel = "HZ",
        description = "Frames a second, if there are no capture times. Default: 30.")
    private double framesPerSecond = 30;
  }

  @Override
  public Integer call() throws IOException {
    if (chunk < 1) {
      throw new IllegalArgumentException("--chunk is %d; 1 or more is needed".formatted(chunk));
    }
    if (!(timing.framesPerSecond >= 1 && timing.framesPerSecond <= 1000)) {
      throw new IllegalArgumentException(
          "--fps is %s; 1 to 1000 are allowed".formatted(timing.framesPerSecond));
    }
    Recording recording =
        timing.timestamps == null
            ? RecordingFiles.evenlyTimed(frames, timing.framesPerSecond)
            : RecordingFiles.timed(frames, timing.timestamps);
    try (PulseModel pulseModel = model.location().load()) {
      terminal.print(
          "Model %s, SHA-256 %s; %d frames of %s"
              .formatted(
                  pulseModel.identity().name(),
                  pulseModel.identity().sha256(),
                  recording.length(),
                  frames));
      write(pulseModel, recording, run(pulseModel, recording));
    }
    return 0;
  }

  private Recording.Result run(PulseModel pulseModel, Recording recording) {
    int all = recording.length();
    long start = System.nanoTime();
    Recording.Result result =
        recording.run(
            pulseModel,
            recording.chunkEnds(chunk),
            (done, state) -> terminal.update(List.of(progress(done, all, start))));
    terminal.finish(List.of(progress(all, all, start)));
    if (result.replacedIntervals() > 0) {
      terminal.print(
          "%d frames came more than %s s after the frame before, or not after it: 1/30 s was used for them"
              .formatted(result.replacedIntervals(), FrameIntervals.MAX_SECONDS));
    }
    return result;
  }

  private static String progress(int done, int all, long startNanos) {
    int bars = (int) (30L * done / all);
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    return "[%s%s] %d of %d frames, %.1f frames/s"
        .formatted("#".repeat(bars), ".".repeat(30 - bars), done, all, done / seconds);
  }

  private void write(PulseModel pulseModel, Recording recording, Recording.Result result)
      throws IOException {
    double[] seconds = recording.seconds();
    double[] wave = IntStream.range(0, seconds.length).mapToDouble(i -> result.wave()[i]).toArray();
    boolean rising = IntStream.range(1, seconds.length).allMatch(i -> seconds[i] > seconds[i - 1]);
    OptionalDouble rate = rising ? PulseRate.beatsPerMinute(seconds, wave) : OptionalDouble.empty();
    terminal.print(
        rate.isPresent()
            ? "Pulse rate over the clip: %.1f bpm".formatted(rate.getAsDouble())
            : "No rate: the clip is shorter than %s s, or its times do not rise"
                .formatted(PulseRate.LEAST_SECONDS));
    if (waveOut != null) {
      NpyFile.write(waveOut, result.wave(), new int[] {result.wave().length});
      terminal.print("Wave: " + waveOut);
    }
    if (stateOut != null) {
      try (OutputStream out = Files.newOutputStream(stateOut)) {
        StateFile.write(out, pulseModel.stateLayout(), result.finalState());
      }
      terminal.print("State: " + stateOut);
    }
    if (plot != null) {
      WavePlot.write(plot, Map.of(frames.toString(), new SubjectTrack.Stretch(seconds, wave)));
      terminal.print("Plot: " + plot);
    }
  }
}
