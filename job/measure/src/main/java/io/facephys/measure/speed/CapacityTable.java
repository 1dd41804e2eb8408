package io.facephys.measure.speed;

import io.facephys.console.Interruption;
import io.facephys.console.Terminal;
import io.facephys.engine.Engine;
import io.facephys.measure.speed.PathBenchmark.Checkpointing;
import io.facephys.testbed.EmbeddedKafka;
import java.time.Duration;
import java.util.List;

/**
 * Measures what a slot can serve and what checkpoints cost, by number of subjects, state backend,
 * interval and alignment, and prints a row of a Markdown table for each.
 *
 * @param subjects number of subjects in each run
 * @param slots of Flink
 */
record CapacityTable(Terminal terminal, Engine engine, List<Integer> subjects, int slots) {
  private static final int CHUNK_FRAMES = 30;
  private static final int MIN_CHUNKS = 2_400;
  private static final double FRAME_RATE_HZ = 30;
  private static final double MEGABYTE = 1e6;
  private static final Checkpointing EACH_SECOND = new Checkpointing(Duration.ofSeconds(1), false);
  private static final Checkpointing EACH_10_S = new Checkpointing(Duration.ofSeconds(10), false);
  private static final Checkpointing UNALIGNED = new Checkpointing(Duration.ofSeconds(5), true);

  private record Variant(String backend, Checkpointing checkpointing) {}

  private static final List<Variant> VARIANTS =
      List.of(
          new Variant("hashmap", Checkpointing.DEFAULT),
          new Variant("rocksdb", Checkpointing.DEFAULT),
          new Variant("rocksdb", UNALIGNED),
          new Variant("rocksdb", EACH_SECOND),
          new Variant("rocksdb", EACH_10_S));

  void run() throws Exception {
    terminal.print(
        "Default weights, engine %s, chunks of %d frames, %d slots"
            .formatted(engine, CHUNK_FRAMES, slots));
    terminal.print(
        "| subjects | backend | interval s | alignment | frames/s | cameras a slot | checkpoints | most MB written | MB in all | kB a subject | longest ms |");
    terminal.print("|" + "---|".repeat(11));
    try (EmbeddedKafka kafka = EmbeddedKafka.startForLoad()) {
      for (int count : subjects) {
        for (Variant variant : VARIANTS) {
          PathBenchmark.Result result = measure(kafka, count, variant);
          if (Interruption.requested()) {
            return;
          }
          terminal.finish(List.of(row(result)));
        }
      }
    }
  }

  private PathBenchmark.Result measure(EmbeddedKafka kafka, int count, Variant variant)
      throws Exception {
    return new PathBenchmark(
            engine, variant.backend, count, CHUNK_FRAMES, MIN_CHUNKS, slots, variant.checkpointing)
        .run(kafka, line -> terminal.update(List.of(line)));
  }

  private static String row(PathBenchmark.Result result) {
    PathBenchmark run = result.run();
    CheckpointStatistics checkpoints = result.checkpoints();
    return "| %,d | %s | %d | %s | %,.0f | %.0f | %d | %.1f | %.1f | %.0f | %d |"
        .formatted(
            run.subjects(),
            run.backend(),
            run.checkpointing().interval().toSeconds(),
            run.checkpointing().unaligned() ? "unaligned" : "aligned",
            result.framesPerSecond(),
            result.framesPerSecond() / FRAME_RATE_HZ / run.slots(),
            checkpoints.completed(),
            checkpoints.maxWrittenBytes() / MEGABYTE,
            checkpoints.maxFullBytes() / MEGABYTE,
            checkpoints.maxFullBytes() / 1e3 / run.subjects(),
            checkpoints.maxMillis());
  }
}
