package io.facephys.engine.onnx;

import io.facephys.engine.Frames;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.ModelFormatException;
import io.facephys.engine.ModelIdentity;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import io.facephys.engine.StateFile;
import io.facephys.engine.StateLayout;
import io.facephys.engine.Step;
import io.facephys.engine.graph.ChunkGraph;
import io.facephys.engine.graph.GraphForm;
import io.facephys.engine.weights.InitialState;
import io.facephys.engine.weights.PulseWeights;
import java.io.ByteArrayInputStream;
import org.jspecify.annotations.Nullable;

/**
 * FacePhys from its weights, many frames at once ({@link ChunkGraph}), on one CPU thread a caller.
 *
 * <p>The same chunks give the same bits; other chunks of the same frames differ by rounding.
 */
final class OnnxChunkModel implements PulseModel {
  // Most frames that go in at once: from 15 to 24 cost the same a frame; fewer pay more for what a
  // run costs whatever its length, more fall out of the processor's caches.
  private static final int FRAMES_PER_RUN = 20;

  private final ModelIdentity identity;
  private final PulseWeights weights;
  private final StateLayout layout;
  private final PulseState initialState;
  private final WorkspacePool bytes;
  private @Nullable WorkspacePool floats; // made when the first chunk of floats comes

  private OnnxChunkModel(ModelFiles files) {
    identity = ModelIdentity.of(files.name(), files.model());
    weights = PulseWeights.read(files.model());
    layout = InitialState.layoutOf(weights);
    initialState =
        files.initialState() == null
            ? InitialState.of(weights)
            : StateFile.read(new ByteArrayInputStream(files.initialState()), layout);
    bytes = workspaces(GraphForm.BYTE_CHUNK);
  }

  /**
   * Loads weights, and the state that subjects start from if it is not the one in the weights.
   *
   * @throws ModelFormatException if a file does not fit
   */
  static OnnxChunkModel load(ModelFiles files) {
    return new OnnxChunkModel(files);
  }

  private WorkspacePool workspaces(GraphForm form) {
    return new WorkspacePool(
        OnnxSessions.open(ChunkGraph.build(weights, form)),
        new Workspace.Program(form, frameHeight(), frameWidth(), layout, FRAMES_PER_RUN));
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
    return weights.blocks().get(0).pixels();
  }

  @Override
  public int frameWidth() {
    return weights.blocks().get(0).pixels();
  }

  @Override
  public Step advance(Frames frames, float[] intervalsSeconds, PulseState state) {
    StepArguments.check(this, frames, intervalsSeconds, state);
    WorkspacePool workspaces = frames instanceof Frames.ByteFrames ? bytes : floats();
    return workspaces.advance(frames, intervalsSeconds, state);
  }

  private synchronized WorkspacePool floats() {
    if (floats == null) {
      floats = workspaces(GraphForm.FLOAT_CHUNK);
    }
    return floats;
  }

  @Override
  public synchronized void close() {
    bytes.close();
    if (floats != null) {
      floats.close();
    }
  }
}
