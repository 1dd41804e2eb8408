package io.facephys.measure.speed;

import io.facephys.console.Interruption;
import io.facephys.console.Terminal;
import io.facephys.engine.Engine;
import io.facephys.engine.EngineOptions;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.Provider;
import io.facephys.engine.PulseModel;
import io.facephys.engine.models.PulseModels;
import io.facephys.measure.jmh.Microbenchmarks;
import io.facephys.measure.peers.BenchClip;
import io.facephys.measure.peers.Comparison;
import io.facephys.measure.peers.EnginePeer;
import io.facephys.measure.peers.LiteRtPeer;
import io.facephys.measure.peers.Peer;
import io.facephys.pipeline.config.JobOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code facephys bench}: compares the engine with other runtimes and measures the whole path. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description =
        "Compare the engine with other runtimes, in alternating rounds on one clip, then measure the whole path from Kafka to Kafka.")
public final class BenchCommand implements Callable<Integer> {
  private static final String REFERENCE = "wave.npy";
  private static final int STATE_STAYS_FRAMES = 30;

  @Option(
      names = "--clip",
      paramLabel = "FOLDER",
      description =
          "Folder of the clip to run on: frames.npy, timestamps.npy and, optionally, the reference wave.npy, made with the published weights if --published is given and with the default ones otherwise. Default: ${DEFAULT-VALUE}.")
  private Path clip = Path.of(System.getProperty("facephys.root", ""), "weights", "clip");

  @Option(
      names = "--published",
      paramLabel = "FOLDER",
      description =
          "Folder of the published files: model.onnx, model.tflite, FacePhys.weights.h5, state.gz. Without it, the runtimes that need them are left out.")
  private @Nullable Path published;

  @Option(
      names = "--frames",
      defaultValue = "150",
      paramLabel = "N",
      description = "Frames of the clip in each round. Default: ${DEFAULT-VALUE}.")
  private int frames;

  @Option(
      names = "--rounds",
      defaultValue = "9",
      paramLabel = "N",
      description = "Measured rounds of the engines. Default: ${DEFAULT-VALUE}.")
  private int rounds;

  @Option(
      names = "--chunks",
      split = ",",
      defaultValue = "6,15,30",
      paramLabel = "T",
      description =
          "Frames per chunk for each of the project's engines, one row each. Default: ${DEFAULT-VALUE}.")
  private List<Integer> chunks;

  @Option(
      names = "--subjects",
      split = ",",
      defaultValue = "10,200,2000",
      paramLabel = "N",
      description =
          "Numbers of subjects to measure the whole path with, one run each; 0 skips it. Default: ${DEFAULT-VALUE}.")
  private List<Integer> subjects;

  @Option(
      names = "--provider",
      paramLabel = "P",
      description =
          "ONNX Runtime's execution provider for the chunk engine: cpu, cuda or tensorrt. Default: ${DEFAULT-VALUE}.")
  private Provider provider = EngineOptions.DEFAULT.provider();

  @Option(
      names = "--engine",
      paramLabel = "WHAT",
      description =
          "What runs the model on the whole path and for --capacity: onnx or kernel. Default: ${DEFAULT-VALUE}.")
  private Engine engine = EngineOptions.DEFAULT.engine();

  @Option(
      names = "--slots",
      paramLabel = "N",
      description =
          "Flink slots of the whole path; with fewer than there are processors, some are left to the broker and to what runs in the background. Default: one for each processor.")
  private int slots = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--capacity",
      description =
          "Instead of all that, measure what a slot can serve and what checkpoints cost, by --subjects, state backend, interval and alignment; docker/CAPACITY.md uses the table.")
  private boolean capacity;

  @Option(
      names = "--soak",
      paramLabel = "FRAMES",
      description =
          "Instead of all that, run this many frames through the bare engine and report the memory that it holds and allocates. A million frames take about 20 minutes.")
  private @Nullable Long soak;

  @Option(
      names = "--jmh",
      paramLabel = "PATTERN",
      description =
          "Instead of all that, run the JMH benchmarks whose names match, '.' for all: EngineBenchmark, KernelBenchmark, WireBenchmark, PixelsBenchmark, PulseStateSerializerBenchmark, VitalsBenchmark.")
  private @Nullable String jmh;

  private final Terminal terminal = new Terminal();

  @Override
  public Integer call() throws Exception {
    if (slots < 1 || slots > JobOptions.DEFAULT_MAX_PARALLELISM) {
      throw new IllegalArgumentException(
          "--slots is %d; 1 to %d are allowed"
              .formatted(slots, JobOptions.DEFAULT_MAX_PARALLELISM));
    }
    terminal.print(
        "Java %s, %d processors, %s"
            .formatted(
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                processor()));
    if (jmh != null) {
      Microbenchmarks.run(jmh);
      return 0;
    }
    if (capacity) {
      try (Interruption interruption = Interruption.awaitCleanUp()) {
        new CapacityTable(terminal, engine, subjects, slots).run();
      }
      return 0;
    }
    BenchClip benchClip = BenchClip.load(clip, frames);
    if (soak != null) {
      new Soak(benchClip, soak, terminal).run();
      return 0;
    }
    engines(benchClip);
    if (!subjects.contains(0)) {
      try (Interruption interruption = Interruption.awaitCleanUp()) {
        new PathTable(terminal, engine, subjects, slots).run(benchClip);
      }
    }
    return 0;
  }

  private void engines(BenchClip benchClip) throws IOException {
    List<Peer> peers = new ArrayList<>();
    try {
      if (published == null) {
        terminal.print(
            "No --published files: leaving out LiteRT and frame-by-frame ONNX Runtime, which need them");
      } else {
        addPublished(peers, published);
      }
      String reference = published == null ? REFERENCE : null;
      addEngines(peers, "default weights", ModelFiles.ofDefault(), reference);
      Comparison comparison = new Comparison(benchClip, peers, rounds);
      comparison.run(line -> terminal.update(List.of(line)));
      terminal.finish(comparison.table());
    } finally {
      peers.forEach(Peer::close);
    }
  }

  private void addPublished(List<Peer> peers, Path folder) throws IOException {
    Path state = folder.resolve("state.gz");
    PulseModel frameModel = PulseModels.load(ModelFiles.of(folder.resolve("model.onnx"), state));
    // Within a chunk the state stays in native memory, so this is the fastest way.
    peers.add(
        new EnginePeer("ONNX Runtime, frame by frame", frameModel, STATE_STAYS_FRAMES, REFERENCE));
    peers.add(
        new LiteRtPeer(
            folder.resolve("model.tflite"), frameModel.stateLayout(), frameModel.initialState()));
    addEngines(
        peers,
        "published weights",
        ModelFiles.of(folder.resolve("FacePhys.weights.h5"), state),
        REFERENCE);
  }

  private void addEngines(
      List<Peer> peers, String weights, ModelFiles files, @Nullable String reference) {
    EngineOptions onnx = new EngineOptions(null, provider);
    EngineOptions kernel = new EngineOptions(null, Provider.CPU, Engine.KERNEL);
    for (EngineOptions options : List.of(onnx, kernel)) {
      String kind = options.engine() == Engine.KERNEL ? "kernel engine" : "chunk engine";
      for (int chunk : chunks) {
        String name = "%s, T = %d, %s".formatted(kind, chunk, weights);
        peers.add(new EnginePeer(name, PulseModels.load(files, options), chunk, reference));
      }
    }
  }

  /** The processor's name; the architecture if the system does not tell it. */
  private static String processor() throws IOException {
    Path file = Path.of("/proc/cpuinfo");
    List<String> lines = Files.isReadable(file) ? Files.readAllLines(file) : List.of();
    return lines.stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.replaceFirst(".*:\\s*", ""))
        .findFirst()
        .orElse(System.getProperty("os.arch"));
  }
}
