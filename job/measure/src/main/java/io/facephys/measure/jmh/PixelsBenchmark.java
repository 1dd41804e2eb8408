package io.facephys.measure.jmh;

import io.facephys.engine.frames.Pixels;
import io.facephys.schemas.CropContract;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** What the pixels of a chunk of 30 frames say. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class PixelsBenchmark {
  private static final int FRAMES = 30;

  private final ByteBuffer pixels = noise();

  private static ByteBuffer noise() {
    byte[] bytes = new byte[FRAMES * CropContract.FRAME_BYTES];
    new Random(1).nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  @Benchmark
  public Pixels look() {
    return Pixels.of(pixels, CropContract.HEIGHT, CropContract.WIDTH);
  }
}
