package io.facephys.cli.demo;

import io.facephys.engine.FrameIntervals;
import io.facephys.engine.Frames;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * How many subjects this machine can serve.
 *
 * @param threads how many were measured at once
 * @param framesPerSecond of all threads together, running nothing but the engine
 */
record Capacity(int threads, double framesPerSecond) {
  private static final long MEASURED_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);
  private static final int CHUNK_FRAMES = 10;
  private static final double CAMERA_FRAME_RATE_HZ = 30;

  /**
   * The engine's share of the machine. From Kafka to Kafka the job reaches 0.55 of the bare engine
   * or more; the rest is for cameras, page and what else runs.
   */
  private static final double ENGINE_SHARE = 0.3;

  /** Runs the model on all processors for 1.5 s. */
  static Capacity measure(PulseModel model) {
    int threads = Runtime.getRuntime().availableProcessors();
    double framesPerSecond =
        IntStream.range(0, threads).parallel().mapToDouble(thread -> framesPerSecond(model)).sum();
    return new Capacity(threads, framesPerSecond);
  }

  /** How many subjects at 30 frames a second fit, at least one. */
  int subjects() {
    return Math.max(1, (int) (framesPerSecond * ENGINE_SHARE / CAMERA_FRAME_RATE_HZ));
  }

  private static double framesPerSecond(PulseModel model) {
    int frameBytes = model.frameHeight() * model.frameWidth() * 3;
    Frames black = Frames.ofBytes(ByteBuffer.allocate(CHUNK_FRAMES * frameBytes), CHUNK_FRAMES);
    float[] intervals = new float[CHUNK_FRAMES];
    Arrays.fill(intervals, FrameIntervals.NOMINAL_SECONDS);
    PulseState state = model.advance(black, intervals, model.initialState()).next();
    long frames = 0;
    long start = System.nanoTime();
    while (System.nanoTime() - start < MEASURED_NANOS) {
      state = model.advance(black, intervals, state).next();
      frames += CHUNK_FRAMES;
    }
    return frames * 1e9 / (System.nanoTime() - start);
  }
}
