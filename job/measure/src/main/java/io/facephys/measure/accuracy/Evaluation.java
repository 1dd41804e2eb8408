package io.facephys.measure.accuracy;

import io.facephys.engine.NonFiniteException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Runs methods on clips whose pulse is known, one clip per core at a time.
 *
 * @param methods in the order of the tables; those with the same label are seeds of one method
 * @param skipFrames how many frames of a clip are not scored, while the model warms up
 */
record Evaluation(List<Path> clips, List<PulseMethod> methods, int skipFrames) {

  /** The clips of a folder: its sub-folders with frames.npy, by name. */
  static List<Path> clipsOf(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      List<Path> clips =
          entries.filter(entry -> Files.exists(entry.resolve("frames.npy"))).sorted().toList();
      if (clips.isEmpty()) {
        throw new IllegalArgumentException(
            "'%s' has no sub-folder with frames.npy".formatted(folder));
      }
      return clips;
    }
  }

  /** All results, by clip, then in the order of the methods. */
  List<ClipResult> run(Consumer<String> progress) throws InterruptedException, ExecutionException {
    ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    try {
      List<Future<List<ClipResult>>> pending =
          clips.stream().map(clip -> pool.submit(() -> judge(clip))).toList();
      List<ClipResult> results = new ArrayList<>();
      for (int i = 0; i < pending.size(); i++) {
        results.addAll(pending.get(i).get());
        progress.accept(
            "%d of %d clips, %d methods".formatted(i + 1, pending.size(), methods.size()));
      }
      return results;
    } finally {
      pool.shutdownNow();
      // Models may only be closed when none is in use.
      pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
    }
  }

  private List<ClipResult> judge(Path folder) throws IOException {
    EvaluationClip clip = EvaluationClip.read(folder);
    return methods.stream().map(method -> judge(clip, method)).toList();
  }

  private ClipResult judge(EvaluationClip clip, PulseMethod method) {
    try {
      return ClipResult.of(clip, method, skipFrames);
    } catch (NonFiniteException e) {
      throw new IllegalStateException(
          "%s, seed %d, on clip '%s': %s"
              .formatted(method.label(), method.seed(), clip.name(), e.getMessage()),
          e);
    }
  }
}
