package io.facephys.measure.jmh;

import io.facephys.engine.FrameIntervals;
import io.facephys.engine.Frames;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import io.facephys.engine.models.PulseModels;
import io.facephys.engine.weights.PulseWeights;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Frames a second of the chunk engine with the default weights, by frames a chunk. */
@State(Scope.Thread)
public class EngineBenchmark {
  /** So many frames can be cut into chunks of each length below. */
  private static final int FRAMES = 420;

  /** Frames a chunk. */
  @Param({"1", "7", "15", "30", "60"})
  public int chunkFrames;

  private final PulseModel model = PulseModels.load(ModelFiles.ofDefault());
  private PulseState state = model.initialState();
  private byte[] pixels = new byte[0];
  private float[] intervals = new float[0];

  /** Noise takes as long as faces. */
  @Setup
  public void makeChunk() {
    pixels = new byte[chunkFrames * PulseWeights.FRAME_VALUES];
    new Random(1).nextBytes(pixels);
    intervals = new float[chunkFrames];
    Arrays.fill(intervals, FrameIntervals.NOMINAL_SECONDS);
  }

  @Benchmark
  @OperationsPerInvocation(FRAMES)
  public PulseState frames() {
    for (int done = 0; done < FRAMES; done += chunkFrames) {
      Frames chunk = Frames.ofBytes(ByteBuffer.wrap(pixels), chunkFrames);
      state = model.advance(chunk, intervals, state).next();
    }
    return state;
  }
}
