package io.facephys.measure.speed;

import io.facephys.console.Interruption;
import io.facephys.console.Terminal;
import io.facephys.engine.Engine;
import io.facephys.engine.EngineOptions;
import io.facephys.engine.Provider;
import io.facephys.measure.peers.BenchClip;
import io.facephys.measure.speed.PathBenchmark.Checkpointing;
import io.facephys.pipeline.config.JobOptions;
import io.facephys.testbed.EmbeddedKafka;
import java.time.Duration;
import java.util.List;

/**
 * Measures the whole path, one run after the other against one broker, and prints a row for each.
 * The bare engine is measured before and after each run, because a machine changes its speed.
 *
 * @param subjects number of subjects in each run
 * @param slots Flink task slots, and threads of the bare engine
 */
record PathTable(Terminal terminal, Engine engine, List<Integer> subjects, int slots) {
  private static final int CHUNK_FRAMES = 30;
  private static final double WARM_UP_SECONDS = 60; // until Java has compiled job and broker
  private static final double MIN_SECONDS = 100;
  private static final Duration BARE_TIME = Duration.ofSeconds(10);
  private static final Checkpointing CHECKPOINTING =
      new Checkpointing(Duration.ofSeconds(JobOptions.CHECKPOINT_INTERVAL_SECONDS), false);
  private static final List<String> BACKENDS = List.of("hashmap", "rocksdb");

  /** Runs the whole path, and in between the bare engine on this clip. */
  void run(BenchClip clip) throws Exception {
    EngineOptions options = new EngineOptions(null, Provider.CPU, engine);
    terminal.print("");
    terminal.print(
        "Whole path, default weights, engine %s, chunks of %d frames, %d slots; times in ms per chunk; 'bare': frames/s of the engine alone on %d threads, just before and after; ratio to it"
            .formatted(engine, CHUNK_FRAMES, slots, slots));
    terminal.print(
        "backend   subjects  frames/s      bare  ratio  decode    read   model   write    sink  vitals    rest");
    terminal.update(List.of("bare engine: warming up"));
    try (EmbeddedKafka kafka = EmbeddedKafka.startForLoad();
        BareEngine bare = new BareEngine(clip, options, CHUNK_FRAMES, slots)) {
      double before = bare.framesPerSecond(BARE_TIME);
      run(kafka, BACKENDS.get(0), subjects.get(0), before * WARM_UP_SECONDS, "warming up: ");
      if (Interruption.requested()) {
        return;
      }
      before = bare.framesPerSecond(BARE_TIME);
      double frames = before * MIN_SECONDS;
      for (int count : subjects) {
        for (String backend : BACKENDS) {
          PathBenchmark.Result result = run(kafka, backend, count, frames, "");
          if (Interruption.requested()) {
            return;
          }
          terminal.update(List.of("bare engine"));
          double after = bare.framesPerSecond(BARE_TIME);
          terminal.finish(List.of(row(result, (before + after) / 2)));
          before = after;
        }
      }
    }
  }

  private PathBenchmark.Result run(
      EmbeddedKafka kafka, String backend, int count, double frames, String what) throws Exception {
    int minChunks = (int) (frames / CHUNK_FRAMES);
    return new PathBenchmark(engine, backend, count, CHUNK_FRAMES, minChunks, slots, CHECKPOINTING)
        .run(kafka, line -> terminal.update(List.of(what + line)));
  }

  private static String row(PathBenchmark.Result result, double bare) {
    String run =
        "%-8s %,9d %9.1f %9.1f %6.2f"
            .formatted(
                result.run().backend(),
                result.run().subjects(),
                result.framesPerSecond(),
                bare,
                result.framesPerSecond() / bare);
    String stages =
        " %7.2f %7.2f %7.1f %7.2f %7.2f %7.2f".formatted(result.stageMillis().toArray());
    return run + stages + " %7.1f".formatted(result.restMillis());
  }
}
