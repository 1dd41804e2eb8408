package io.facephys.engine.onnx;

import ai.onnxruntime.OrtSession;
import io.facephys.engine.EngineOptions;
import io.facephys.engine.Frames;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.ModelFormatException;
import io.facephys.engine.ModelIdentity;
import io.facephys.engine.Provider;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import io.facephys.engine.StateLayout;
import io.facephys.engine.Step;
import io.facephys.engine.weights.InitialState;
import io.facephys.engine.weights.PulseWeights;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * FacePhys from its weights; it processes many frames at once ({@link Network}), on the caller's
 * thread.
 *
 * <p>The same chunking gives the same bits; another chunking of the same frames differs by
 * rounding.
 */
public final class OnnxChunkModel extends PulseModel {
  // The most frames that are processed at once. More frames share the fixed cost of a run but
  // exceed the processor's caches; the first block needs the most memory per frame. Found by
  // measurement.
  private static final int FRAMES_PER_PASS = 30;
  private static final int FRAMES_PER_RUN_OF_FIRST_BLOCK = 10;

  private final Provider provider;
  private final PulseWeights weights;
  private final List<OrtSession> sessions = new ArrayList<>();
  private final Stage.Spec lastPart;
  private final WorkspacePool bytes;
  private @Nullable WorkspacePool floats; // created for the first chunk of floats

  private OnnxChunkModel(
      ModelFiles files, PulseWeights weights, StateLayout layout, Provider provider) {
    super(
        ModelIdentity.of(files.name(), files.model()),
        layout,
        InitialState.of(weights, layout, files),
        PulseWeights.FRAME_PIXELS,
        PulseWeights.FRAME_PIXELS);
    this.weights = weights;
    this.provider = provider;
    try {
      lastPart = stage(Network.lastPart(weights, layout), FRAMES_PER_PASS);
      bytes = workspaces(true);
    } catch (RuntimeException e) {
      sessions.forEach(OnnxSessions::close);
      throw e;
    }
  }

  /**
   * Loads weights; subjects start from the given initial state or, without one, from that in the
   * weights.
   *
   * @throws ModelFormatException if a file does not fit
   */
  public static OnnxChunkModel load(ModelFiles files, EngineOptions options) {
    PulseWeights weights = PulseWeights.read(files.model());
    StateLayout layout = InitialState.layoutOf(weights, options);
    return new OnnxChunkModel(files, weights, layout, options.provider());
  }

  private Stage.Spec stage(GraphPart part, int framesPerRun) {
    OrtSession session = OnnxSessions.open(part.model(), provider);
    sessions.add(session);
    return new Stage.Spec(
        session, part.input(), part.output(), part.firstState(), part.endState(), framesPerRun);
  }

  private WorkspacePool workspaces(boolean ofBytes) {
    Stage.Spec firstPart =
        stage(Network.firstPart(weights, stateLayout(), ofBytes), FRAMES_PER_RUN_OF_FIRST_BLOCK);
    return new WorkspacePool(
        new Workspace.Spec(List.of(firstPart, lastPart), stateLayout(), FRAMES_PER_PASS));
  }

  @Override
  protected Step compute(Frames frames, float[] intervalsSeconds, PulseState state) {
    WorkspacePool workspaces = frames instanceof Frames.ByteFrames ? bytes : floats();
    return workspaces.advance(frames, intervalsSeconds, state);
  }

  private synchronized WorkspacePool floats() {
    if (floats == null) {
      floats = workspaces(false);
    }
    return floats;
  }

  @Override
  public synchronized void close() {
    bytes.close();
    if (floats != null) {
      floats.close();
    }
    sessions.forEach(OnnxSessions::close);
  }
}
