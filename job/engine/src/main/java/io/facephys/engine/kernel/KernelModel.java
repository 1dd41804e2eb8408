package io.facephys.engine.kernel;

import static io.facephys.engine.kernel.Vectors.allocate;

import io.facephys.engine.EngineOptions;
import io.facephys.engine.Frames;
import io.facephys.engine.Internal;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.ModelFormatException;
import io.facephys.engine.ModelIdentity;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import io.facephys.engine.StateLayout;
import io.facephys.engine.Step;
import io.facephys.engine.weights.InitialState;
import io.facephys.engine.weights.PulseWeights;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * FacePhys from its weights, computed by this project's own kernels on the caller's thread. Any
 * chunking of the same frames gives the same wave and state, bit for bit, with float32 states.
 */
@Internal
public final class KernelModel extends PulseModel {
  private final Network network;
  private final Queue<StepWorkspace> idle = new ConcurrentLinkedQueue<>();

  private KernelModel(ModelFiles files, PulseWeights weights, StateLayout layout) {
    super(
        ModelIdentity.of(files.name(), files.model()),
        layout,
        InitialState.of(weights, layout, files),
        PulseWeights.FRAME_PIXELS,
        PulseWeights.FRAME_PIXELS);
    network = new Network(weights, layout);
  }

  /**
   * Loads weights; subjects start from the given initial state or, without one, from that in the
   * weights.
   *
   * @throws ModelFormatException if a file does not fit
   */
  public static KernelModel load(ModelFiles files, EngineOptions options) {
    if (Vectors.LANES < Vectors.MIN_LANES) {
      throw new ModelFormatException(
          "engine kernel needs vectors of %d floats or more, this Java has %d: use engine onnx"
              .formatted(Vectors.MIN_LANES, Vectors.LANES));
    }
    PulseWeights weights = PulseWeights.read(files.model());
    return new KernelModel(files, weights, InitialState.layoutOf(weights, options));
  }

  /** Memory for one step at a time; there are as many as steps have run at once. */
  private final class StepWorkspace {
    private final Network.NetworkWorkspace ofNetwork = network.new NetworkWorkspace();
    private final float[] state = allocate(stateLayout().size());
    private final byte[] bytes = new byte[stateLayout().size() * Float.BYTES];
    private final float[] rgb = allocate(Network.FRAMES_PER_PASS, PulseWeights.FRAME_VALUES);
  }

  @Override
  protected Step compute(Frames frames, float[] intervalsSeconds, PulseState state) {
    StepWorkspace borrowed = idle.poll();
    StepWorkspace workspace = borrowed == null ? new StepWorkspace() : borrowed;
    try {
      return compute(frames, intervalsSeconds, state, workspace);
    } finally {
      idle.add(workspace);
    }
  }

  private Step compute(Frames frames, float[] intervals, PulseState state, StepWorkspace work) {
    StateValues.read(state, work.state, work.bytes);
    float[] wave = new float[frames.count()];
    for (int done = 0; done < wave.length; done += Network.FRAMES_PER_PASS) {
      int count = Math.min(Network.FRAMES_PER_PASS, wave.length - done);
      FloatBuffer rgb = FloatBuffer.wrap(work.rgb);
      for (int i = 0; i < count; i++) {
        frames.copyFrame(done + i, rgb);
      }
      Pass pass = new Pass(done, count, intervals, work.state);
      network.run(work.rgb, pass, work.ofNetwork, wave);
    }
    boolean finite = StateValues.write(work.state, stateLayout().format(), work.bytes);
    PulseState next = PulseState.copyOf(ByteBuffer.wrap(work.bytes), stateLayout().format());
    Step step = new Step(wave, next);
    return finite && StateValues.areFinite(wave, 0, wave.length) ? step : step.requireFinite();
  }

  @Override
  public void close() {
    idle.clear();
  }
}
