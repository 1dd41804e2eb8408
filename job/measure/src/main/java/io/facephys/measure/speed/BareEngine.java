package io.facephys.measure.speed;

import io.facephys.engine.EngineOptions;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.models.PulseModels;
import io.facephys.measure.peers.BenchClip;
import io.facephys.measure.peers.EnginePeer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** The engine alone on several threads that share the default weights, as the slots of a job do. */
final class BareEngine implements AutoCloseable {
  private final BenchClip clip;
  private final int threads;
  private final EnginePeer peer;
  private final ExecutorService executor;

  /** Loads the weights and warms up; each thread runs the model on the clip. */
  BareEngine(BenchClip clip, EngineOptions options, int chunkFrames, int threads)
      throws InterruptedException, ExecutionException {
    this.clip = clip;
    this.threads = threads;
    peer =
        new EnginePeer(
            "bare", PulseModels.load(ModelFiles.ofDefault(), options), chunkFrames, null);
    executor = Executors.newFixedThreadPool(threads);
    run(() -> peer.warmUp(clip));
  }

  /** Frames a second of all threads together, over about this time. */
  double framesPerSecond(Duration time) throws InterruptedException, ExecutionException {
    AtomicLong frames = new AtomicLong();
    long start = System.nanoTime();
    run(
        () -> {
          while (System.nanoTime() - start < time.toNanos()) {
            peer.run(clip);
            frames.addAndGet(clip.length());
          }
        });
    return frames.get() * 1e9 / (System.nanoTime() - start);
  }

  private void run(Runnable task) throws InterruptedException, ExecutionException {
    List<Callable<Object>> tasks = Collections.nCopies(threads, Executors.callable(task));
    for (Future<Object> one : executor.invokeAll(tasks)) {
      one.get();
    }
  }

  @Override
  public void close() {
    executor.shutdown();
    peer.close();
  }
}
