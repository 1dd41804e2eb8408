package io.facephys.engine.kernel;

import io.facephys.engine.EngineOptions;
import io.facephys.engine.Frames;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.ModelFormatException;
import io.facephys.engine.ModelIdentity;
import io.facephys.engine.NonFiniteException;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import io.facephys.engine.StateLayout;
import io.facephys.engine.Step;
import io.facephys.engine.StepArguments;
import io.facephys.engine.weights.InitialState;
import io.facephys.engine.weights.PulseWeights;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * FacePhys from its weights, computed by this project's own kernels on the caller's thread. Any
 * chunking of the same frames gives the same wave and state, bit for bit, with float32 states.
 */
public final class KernelModel implements PulseModel {
  private static final int CHANNELS = 3;

  private final ModelIdentity identity;
  private final StateLayout layout;
  private final PulseState initialState;
  private final Network network;
  private final int pixels;
  private final Queue<StepMemory> idle = new ConcurrentLinkedQueue<>();

  private KernelModel(ModelFiles files, EngineOptions options) {
    PulseWeights weights = PulseWeights.read(files.model());
    identity = ModelIdentity.of(files.name(), files.model());
    layout = InitialState.layoutOf(weights, options);
    initialState = InitialState.of(weights, layout, files);
    network = new Network(weights, layout);
    pixels = weights.blocks().get(0).pixels();
  }

  /**
   * Loads weights; subjects start from the given initial state or, without one, from that in the
   * weights.
   *
   * @throws ModelFormatException if a file does not fit
   */
  public static KernelModel load(ModelFiles files, EngineOptions options) {
    return new KernelModel(files, options);
  }

  /** What a step needs beside its arguments; there are as many as steps have run at once. */
  private final class StepMemory {
    private final Network.NetworkMemory workspace = network.new NetworkMemory();
    private final float[] state = new float[layout.size()];
    private final byte[] bytes = new byte[layout.size() * Float.BYTES];
    private final float[] rgb = new float[Network.FRAMES_PER_PASS * pixels * pixels * CHANNELS];
  }

  @Override
  public ModelIdentity identity() {
    return identity;
  }

  @Override
  public StateLayout stateLayout() {
    return layout;
  }

  @Override
  public PulseState initialState() {
    return initialState;
  }

  @Override
  public int frameHeight() {
    return pixels;
  }

  @Override
  public int frameWidth() {
    return pixels;
  }

  @Override
  public Step advance(Frames frames, float[] intervalsSeconds, PulseState state) {
    StepArguments.check(this, frames, intervalsSeconds, state);
    StepMemory borrowed = idle.poll();
    StepMemory memory = borrowed == null ? new StepMemory() : borrowed;
    try {
      return advance(frames, intervalsSeconds, state, memory);
    } finally {
      idle.add(memory);
    }
  }

  private Step advance(Frames frames, float[] intervals, PulseState state, StepMemory memory) {
    StateNumbers.read(state, memory.state, memory.bytes);
    float[] wave = new float[frames.count()];
    for (int done = 0; done < wave.length; done += Network.FRAMES_PER_PASS) {
      int count = Math.min(Network.FRAMES_PER_PASS, wave.length - done);
      FloatBuffer rgb = FloatBuffer.wrap(memory.rgb);
      for (int i = 0; i < count; i++) {
        frames.copyFrame(done + i, rgb);
      }
      network.run(memory.rgb, count, intervals, done, memory.state, memory.workspace, wave);
    }
    checkFinite("wave", "frame", wave, StateNumbers.firstNotFinite(wave, 0, wave.length));
    boolean finite = StateNumbers.write(memory.state, layout.format(), memory.bytes);
    PulseState next = PulseState.copyOf(ByteBuffer.wrap(memory.bytes), layout.format());
    if (!finite) {
      checkFinite("state", "number", memory.state, next.firstNotFinite());
    }
    return new Step(wave, next);
  }

  private static void checkFinite(String what, String place, float[] numbers, OptionalInt first) {
    first.ifPresent(
        i -> {
          throw new NonFiniteException(
              "the %s is %s at %s %d of %d".formatted(what, numbers[i], place, i, numbers.length));
        });
  }

  @Override
  public void close() {
    idle.clear();
  }
}
