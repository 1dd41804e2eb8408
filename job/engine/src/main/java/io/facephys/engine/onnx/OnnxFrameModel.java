package io.facephys.engine.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.facephys.engine.EngineOptions;
import io.facephys.engine.Frames;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.ModelFormatException;
import io.facephys.engine.ModelIdentity;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import io.facephys.engine.StateLayout;
import io.facephys.engine.StatePrecision;
import io.facephys.engine.Step;
import io.facephys.engine.weights.StateFile;
import io.facephys.engine.weights.TensorNames;
import java.io.ByteArrayInputStream;
import java.util.List;

/**
 * A recurrent ONNX model that takes one frame at a time ({@link OnnxContract}), on the caller's
 * thread.
 */
public final class OnnxFrameModel extends PulseModel {
  private final OrtSession session;
  private final WorkspacePool workspaces;

  private OnnxFrameModel(ModelFiles files, OrtSession session, OnnxContract contract) {
    super(
        ModelIdentity.of(files.name(), files.model()),
        contract.state(),
        initialState(files, contract.state()),
        contract.height(),
        contract.width());
    this.session = session;
    long height = contract.height();
    long width = contract.width();
    Stage.Spec frame =
        new Stage.Spec(
            session,
            new Port(TensorNames.FRAMES, false, List.of(1L, height, width, (long) Frames.CHANNELS)),
            new Port(TensorNames.WAVE, false, List.of(1L)),
            0,
            contract.state().tensors().size(),
            1);
    workspaces = new WorkspacePool(new Workspace.Spec(List.of(frame), contract.state(), 1));
  }

  /**
   * Loads a model and the state that subjects start from.
   *
   * @throws ModelFormatException if a file does not fit the contract or the other file, or if
   *     float16 states are asked for: which tensors of an unknown model tolerate them is unknown
   */
  public static OnnxFrameModel load(ModelFiles files, EngineOptions options) {
    if (options.statePrecision() == StatePrecision.FLOAT16) {
      throw new ModelFormatException(
          "an ONNX model keeps its states as float32; state precision float16 needs FacePhys weights");
    }
    OrtSession session = OnnxSessions.open(files.model(), options.provider());
    try {
      return new OnnxFrameModel(files, session, OnnxContract.of(session));
    } catch (OrtException e) {
      closeQuietly(session, e);
      throw new ModelFormatException("ONNX Runtime cannot read it: " + e.getMessage(), e);
    } catch (RuntimeException e) {
      closeQuietly(session, e);
      throw e;
    }
  }

  private static PulseState initialState(ModelFiles files, StateLayout layout) {
    if (files.initialState() == null) {
      throw new ModelFormatException(
          "an ONNX model needs a file with the state that subjects start from");
    }
    return StateFile.read(new ByteArrayInputStream(files.initialState()), layout);
  }

  private static void closeQuietly(OrtSession session, Exception cause) {
    try {
      session.close();
    } catch (OrtException e) {
      cause.addSuppressed(e);
    }
  }

  @Override
  protected Step compute(Frames frames, float[] intervalsSeconds, PulseState state) {
    return workspaces.advance(frames, intervalsSeconds, state);
  }

  @Override
  public void close() {
    workspaces.close();
    OnnxSessions.close(session);
  }
}
