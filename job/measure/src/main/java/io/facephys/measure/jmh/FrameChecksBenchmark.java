package io.facephys.measure.jmh;

import io.facephys.engine.frames.FrameChecks;
import io.facephys.engine.frames.FrameProblem;
import io.facephys.engine.weights.PulseWeights;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Looking at the pictures of a chunk of 30 frames. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FrameChecksBenchmark {
  private static final int FRAMES = 30;

  private final ByteBuffer pixels = noise();

  private static ByteBuffer noise() {
    byte[] bytes = new byte[FRAMES * PulseWeights.FRAME_VALUES];
    new Random(1).nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  @Benchmark
  public Set<FrameProblem> check() {
    return FrameChecks.of(pixels, FRAMES);
  }
}
