package io.facephys.local.bench;

import io.facephys.benchmark.BareEngine;
import io.facephys.benchmark.BenchClip;
import io.facephys.engine.Engine;
import io.facephys.engine.EngineOptions;
import io.facephys.engine.Provider;
import io.facephys.local.cluster.EmbeddedKafka;
import io.facephys.local.view.Terminal;
import java.util.List;

/**
 * Measures the whole path, one run after the other against one broker, and prints a row for each.
 *
 * @param terminal receives the rows
 * @param engine what runs the model
 * @param subjects number of subjects in each run
 */
record PathTable(Terminal terminal, Engine engine, List<Integer> subjects) {
  private static final int CHUNK_FRAMES = 30;
  private static final List<String> BACKENDS = List.of("hashmap", "rocksdb");

  /** Runs the bare engine on {@code clip}, one thread per slot, then the whole path. */
  void run(BenchClip clip, int rounds) throws Exception {
    int slots = Runtime.getRuntime().availableProcessors();
    EngineOptions options = new EngineOptions(null, Provider.CPU, engine);
    double bare = new BareEngine(clip, options, CHUNK_FRAMES, slots).framesPerSecond(rounds);
    terminal.print("");
    terminal.print(
        "Whole path, default weights, engine %s, chunks of %d frames, %d slots; times in ms per chunk; ratio to the bare engine on %d threads, %.1f frames/s"
            .formatted(engine, CHUNK_FRAMES, slots, slots, bare));
    terminal.print(
        "%-8s %9s %10s %7s %7s %7s %7s %7s %7s %7s %7s"
            .formatted(
                "backend",
                "subjects",
                "frames/s",
                "ratio",
                "decode",
                "read",
                "model",
                "write",
                "sink",
                "vitals",
                "rest"));
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      for (int count : subjects) {
        for (String backend : BACKENDS) {
          PathBenchmark.Result result =
              new PathBenchmark(
                      engine,
                      backend,
                      count,
                      CHUNK_FRAMES,
                      slots,
                      PathBenchmark.Checkpointing.DEFAULT)
                  .run(kafka, line -> terminal.update(List.of(line)));
          terminal.finish(List.of(row(result, bare)));
        }
      }
    }
  }

  private static String row(PathBenchmark.Result result, double bare) {
    return "%-8s %,9d %10.1f %7.2f %7.2f %7.2f %7.1f %7.2f %7.2f %7.2f %7.1f"
        .formatted(
            result.run().backend(),
            result.run().subjects(),
            result.framesPerSecond(),
            result.framesPerSecond() / bare,
            result.decodeMillis(),
            result.readMillis(),
            result.inferenceMillis(),
            result.writeMillis(),
            result.sinkMillis(),
            result.vitalsMillis(),
            result.restMillis());
  }
}
