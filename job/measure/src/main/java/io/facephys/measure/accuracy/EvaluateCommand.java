package io.facephys.measure.accuracy;

import io.facephys.console.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code facephys evaluate}: scores weights on a folder of clips whose pulse is known. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Score weights, and POS for comparison, on clips whose pulse is known: correlation, heart rate, noise, the wave of clips without a pulse, and how honest vital signs are.")
public final class EvaluateCommand implements Callable<Integer> {
  @Option(
      names = "--clips",
      required = true,
      paramLabel = "FOLDER",
      description =
          "Folder with one sub-folder per clip: frames.npy, timestamps.npy, ppg.npy (the true pulse; absent or constant if there is none), and conditions.properties, whose keys and values become rows of the tables (skin=dark; pulse=none for a clip without a pulse).")
  private Path clips;

  @Option(
      names = "--weights",
      paramLabel = "LABEL=FILE[,S.gz]",
      description =
          "FacePhys weights (*.weights.h5), or an ONNX model and its initial state. May be repeated to compare methods; the same label again means another seed of that method. Default: the project's own weights.")
  private List<String> weights = List.of();

  @Option(
      names = "--skip-frames",
      defaultValue = "90",
      paramLabel = "N",
      description =
          "Frames at the start of each clip that are not scored, while the model warms up. Default: ${DEFAULT-VALUE}.")
  private int skipFrames;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description =
          "Write table.md, table.csv, clips.csv, bland-altman.png and waves.png (of the first method) to this folder.")
  private @Nullable Path out;

  private final Terminal progress = new Terminal(System.err);

  @Override
  public Integer call() throws Exception {
    if (skipFrames < 0) {
      throw new IllegalArgumentException(
          "--skip-frames is %d; 0 or more is needed".formatted(skipFrames));
    }
    List<Path> folders = Evaluation.clipsOf(clips);
    if (out != null) {
      Files.createDirectories(out);
    }
    List<PulseMethod> methods = new ArrayList<>();
    try {
      open(methods);
      Evaluation evaluation = new Evaluation(folders, methods, skipFrames);
      report(evaluation, evaluation.run(line -> progress.update(List.of(line))));
    } finally {
      methods.forEach(PulseMethod::close);
    }
    return 0;
  }

  private void open(List<PulseMethod> methods) throws IOException {
    if (weights.isEmpty()) {
      methods.add(ModelMethod.ofDefault());
    }
    for (String argument : weights) {
      methods.add(ModelMethod.parse(argument, methods));
    }
    methods.add(new PosMethod());
  }

  private void report(Evaluation evaluation, List<ClipResult> results) throws IOException {
    Summary summary = Summary.of(results);
    List<String> markdown = MarkdownReport.of(summary, evaluation);
    markdown.forEach(System.out::println);
    if (out != null) {
      Files.write(out.resolve("table.md"), markdown);
      Files.write(out.resolve("table.csv"), CsvReport.table(summary));
      Files.write(out.resolve("clips.csv"), CsvReport.clips(results));
      if (!summary.withPulse().isEmpty()) {
        BlandAltmanPlot.write(out.resolve("bland-altman.png"), summary);
        BestAndWorstPlot.write(out.resolve("waves.png"), summary);
      }
      progress.print("Tables and plots: " + out);
    }
  }
}
