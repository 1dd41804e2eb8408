package io.facephys.local.demo;

import io.facephys.engine.FrameIntervals;
import io.facephys.engine.Frames;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * What this machine carries.
 *
 * @param threads how many ran at once
 * @param framesPerSecond of all of them together, the engine alone
 */
record Capacity(int threads, double framesPerSecond) {
  private static final long MEASURED_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);
  private static final int FRAMES_A_STEP = 10;
  private static final double CAMERA_FRAME_RATE_HZ = 30;

  /** Cameras, broker and Flink share the machine with the engine: what is left for it. */
  private static final double ENGINE_SHARE = 0.5;

  /** Runs the model on all processors for a moment. */
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
    Frames black = Frames.ofBytes(ByteBuffer.allocate(FRAMES_A_STEP * frameBytes), FRAMES_A_STEP);
    float[] intervals = new float[FRAMES_A_STEP];
    Arrays.fill(intervals, FrameIntervals.NOMINAL_SECONDS);
    PulseState state = model.advance(black, intervals, model.initialState()).next();
    long frames = 0;
    long start = System.nanoTime();
    while (System.nanoTime() - start < MEASURED_NANOS) {
      state = model.advance(black, intervals, state).next();
      frames += FRAMES_A_STEP;
    }
    return frames * 1e9 / (System.nanoTime() - start);
  }
}
