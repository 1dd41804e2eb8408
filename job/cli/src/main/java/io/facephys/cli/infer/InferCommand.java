package io.facephys.cli.infer;

import io.facephys.camera.FaceCropper;
import io.facephys.camera.video.VideoInput;
import io.facephys.camera.video.VideoOptions;
import io.facephys.cli.capture.FramesTiming;
import io.facephys.cli.capture.VideoArguments;
import io.facephys.cli.live.SubjectTrack;
import io.facephys.cli.live.VitalsPlot;
import io.facephys.cli.live.WavePlot;
import io.facephys.console.Interruption;
import io.facephys.console.Terminal;
import io.facephys.engine.FrameIntervals;
import io.facephys.engine.PulseModel;
import io.facephys.engine.recording.ModelRun;
import io.facephys.engine.recording.Recording;
import io.facephys.engine.weights.StateFile;
import io.facephys.pipeline.arguments.ModelArguments;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jetbrains.bio.npy.NpyFile;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * {@code facephys infer}: computes the waves of a file of frames or a video, without Kafka and
 * Flink.
 */
@Command(
    name = "infer",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Compute the wave of a file of frames, or of each face in a video, without Kafka and Flink.")
public final class InferCommand implements Callable<Integer> {
  @ArgGroup(multiplicity = "1")
  private Source source;

  @ArgGroup private FramesTiming timing = new FramesTiming();

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

  @Mixin private VitalsArguments vitals;

  @Option(
      names = "--plot",
      paramLabel = "W.png",
      description =
          "Plot the waves; that of a file of frames with its beats, and its rate with its interval of 90 %%.")
  private @Nullable Path plot;

  /** The subject in the rows of a file of frames, which does not name it. */
  private static final String SUBJECT = "subject";

  @Mixin private VideoArguments video;

  @Option(
      names = "--duration",
      defaultValue = "0",
      paramLabel = "S",
      description =
          "Seconds of the video to read; 0 means until it ends or Ctrl-C. Default: ${DEFAULT-VALUE}.")
  private int durationSeconds;

  private final Terminal terminal = new Terminal();

  /** Where the frames come from. */
  static final class Source {
    @Option(
        names = "--frames",
        paramLabel = "F.npy",
        description =
            "uint8 (0..255) or float32 (0..1), shape [T, 36, 36, 3] or [1, T, 36, 36, 3], RGB.")
    private @Nullable Path frames;

    @Option(
        names = "--video",
        paramLabel = "INPUT",
        description =
            "A video file, a network stream, or - for standard input: each face in it gets a wave, and a file of its own, W-face-1.npy and so on.")
    private @Nullable String video;
  }

  @Override
  public Integer call() throws IOException {
    if (chunk < 1) {
      throw new IllegalArgumentException("--chunk is %d; 1 or more is needed".formatted(chunk));
    }
    for (Path file : Stream.of(waveOut, stateOut, plot).flatMap(Stream::ofNullable).toList()) {
      checkFolder(file);
    }
    return source.video == null ? inferFrames(source.frames) : inferVideo(source.video);
  }

  /** So that a wrong path is found before the work, which may take minutes. */
  private static void checkFolder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isWritable(folder) || Files.isDirectory(file)) {
      throw new IllegalArgumentException(
          "'%s' cannot be written: it is a folder, or its folder does not exist or is not writable"
              .formatted(file));
    }
  }

  private int inferFrames(@Nullable Path frames) throws IOException {
    Path file = Objects.requireNonNull(frames);
    Recording recording = timing.read(file);
    try (PulseModel pulseModel = model.location().load();
        VitalsFiles files = vitals.open(pulseModel.identity())) {
      terminal.print(
          "Model %s, SHA-256 %s; %d frames of %s"
              .formatted(
                  pulseModel.identity().name(),
                  pulseModel.identity().sha256(),
                  recording.length(),
                  file));
      ModelRun run = run(pulseModel, recording);
      files.add(SUBJECT, run);
      write(pulseModel, run, files);
    }
    return 0;
  }

  private int inferVideo(String file) throws IOException {
    timing.checkAbsent();
    if (stateOut != null) {
      throw new IllegalArgumentException(
          "--state-out belongs to --frames: a video may show several faces");
    }
    try (Interruption interruption = Interruption.awaitCleanUp();
        PulseModel pulseModel = model.location().load();
        VitalsFiles files = vitals.open(pulseModel.identity());
        VideoInput input = video.open(file, VideoOptions.Pace.AT_ONCE, terminal::print);
        FaceCropper cropper = video.cropper()) {
      terminal.print("%s: %s".formatted(input.name(), input.description()));
      String all = input.expectedPictures() > 0 ? " of " + input.expectedPictures() : "";
      Map<Integer, ModelRun> faces =
          new VideoInference(pulseModel, chunk, durationSeconds)
              .run(
                  input,
                  cropper,
                  done -> terminal.update(List.of("Pictures read: %d%s".formatted(done, all))));
      if (input.outOfOrder() > 0 || input.clockJumps() > 0) {
        terminal.print(
            "%d pictures were left out, whose time was not later than that of the one before; the times jumped %d times"
                .formatted(input.outOfOrder(), input.clockJumps()));
      }
      writeFaces(faces, files);
      return faces.isEmpty() ? 1 : 0;
    }
  }

  private void writeFaces(Map<Integer, ModelRun> faces, VitalsFiles files) throws IOException {
    if (faces.isEmpty()) {
      terminal.print(
          "No face was found: it has to look into the camera, upright, and be a seventh of the picture's height or more");
      return;
    }
    Map<String, SubjectTrack.Stretch> waves = new LinkedHashMap<>();
    for (Map.Entry<Integer, ModelRun> face : faces.entrySet()) {
      String name = "face-" + face.getKey();
      ModelRun run = face.getValue();
      files.add(name, run);
      SubjectTrack.Stretch wave = stretch(run);
      terminal.print(
          "%s: %d frames, %s"
              .formatted(name, wave.samples().length, RateText.of(files.rates(name))));
      if (waveOut != null) {
        writeWave(named(waveOut, name), run);
      }
      waves.put(name, wave);
    }
    vitals.report(files).forEach(terminal::print);
    if (plot != null) {
      WavePlot.write(plot, waves);
      terminal.print("Plot: " + plot);
    }
  }

  private void writeWave(Path file, ModelRun run) {
    NpyFile.write(file, run.wave(), new int[] {run.wave().length});
    terminal.print("Wave: " + file);
  }

  private static SubjectTrack.Stretch stretch(ModelRun run) {
    float[] wave = run.wave();
    return new SubjectTrack.Stretch(
        run.seconds(), IntStream.range(0, wave.length).mapToDouble(i -> wave[i]).toArray());
  }

  /** The file for one face: {@code W.npy} becomes {@code W-face-1.npy}. */
  private static Path named(Path file, String face) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length();
    return file.resolveSibling(name.substring(0, dot) + "-" + face + name.substring(dot));
  }

  private ModelRun run(PulseModel pulseModel, Recording recording) {
    int all = recording.length();
    long start = System.nanoTime();
    ModelRun run =
        recording.run(
            pulseModel,
            recording.chunkEnds(chunk),
            (done, state) -> terminal.update(List.of(progress(done, all, start))));
    terminal.finish(List.of(progress(all, all, start)));
    if (run.replacedIntervals() > 0) {
      terminal.print(
          "%d frames came more than %s s after the frame before, or not after it: 1/30 s was used for them"
              .formatted(run.replacedIntervals(), FrameIntervals.MAX_SECONDS));
    }
    return run;
  }

  private static String progress(int done, int all, long startNanos) {
    int bars = (int) (30L * done / all);
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    return "[%s%s] %d of %d frames, %.1f frames/s"
        .formatted("#".repeat(bars), ".".repeat(30 - bars), done, all, done / seconds);
  }

  private void write(PulseModel pulseModel, ModelRun run, VitalsFiles files) throws IOException {
    terminal.print("Pulse rate: " + RateText.of(files.rates(SUBJECT)));
    if (waveOut != null) {
      writeWave(waveOut, run);
    }
    vitals.report(files).forEach(terminal::print);
    if (stateOut != null) {
      try (OutputStream out = Files.newOutputStream(stateOut)) {
        StateFile.write(out, pulseModel.stateLayout(), run.state());
      }
      terminal.print("State: " + stateOut);
    }
    if (plot != null) {
      VitalsPlot.write(
          plot, String.valueOf(source.frames), stretch(run), files.vitals(), files.beats());
      terminal.print("Plot: " + plot);
    }
  }
}
