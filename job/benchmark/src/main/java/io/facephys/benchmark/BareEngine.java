package io.facephys.benchmark;

import io.facephys.engine.EngineOptions;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.PulseModel;
import io.facephys.engine.backend.PulseModels;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * The engine alone on several threads that share the default weights, as the slots of a job do.
 *
 * @param clip that each thread shows it
 * @param options how it runs the model
 * @param chunkFrames frames a step
 * @param threads how many
 */
public record BareEngine(BenchClip clip, EngineOptions options, int chunkFrames, int threads) {
  /** Frames a second of all threads together, over {@code rounds} of the clip each. */
  public double framesPerSecond(int rounds) throws InterruptedException, ExecutionException {
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    PulseModel model = PulseModels.load(ModelFiles.ofDefault(), options);
    try (EnginePeer peer = new EnginePeer("bare", model, chunkFrames, null)) {
      run(executor, () -> peer.warmUp(clip));
      long start = System.nanoTime();
      run(
          executor,
          () -> {
            for (int i = 0; i < rounds; i++) {
              peer.run(clip);
            }
          });
      return (double) threads * rounds * clip.length() * 1e9 / (System.nanoTime() - start);
    } finally {
      executor.shutdown();
    }
  }

  private void run(ExecutorService executor, Runnable task)
      throws InterruptedException, ExecutionException {
    List<Callable<Object>> tasks = Collections.nCopies(threads, Executors.callable(task));
    for (Future<Object> one : executor.invokeAll(tasks)) {
      one.get();
    }
  }
}
