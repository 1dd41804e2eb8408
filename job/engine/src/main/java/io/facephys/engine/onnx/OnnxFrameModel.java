package io.facephys.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.facephys.engine.FrameIntervals;
import io.facephys.engine.Frames;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.ModelFormatException;
import io.facephys.engine.ModelIdentity;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import io.facephys.engine.StateFile;
import io.facephys.engine.StateLayout;
import io.facephys.engine.Step;
import java.io.ByteArrayInputStream;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Any recurrent ONNX model that takes one frame at a time ({@link OnnxContract}), on one CPU thread
 * a caller.
 *
 * <p>One session serves all threads; each step borrows a {@link FrameWorkspace}, so there are as
 * many as steps ran at once.
 */
public final class OnnxFrameModel implements PulseModel {
  private final ModelIdentity identity;
  private final OrtSession session;
  private final OnnxContract contract;
  private final PulseState initialState;
  private final Queue<FrameWorkspace> idle = new ConcurrentLinkedQueue<>();

  private OnnxFrameModel(ModelIdentity identity, OrtSession session, byte[] initialState)
      throws OrtException {
    this.identity = identity;
    this.session = session;
    this.contract = OnnxContract.of(session);
    this.initialState = StateFile.read(new ByteArrayInputStream(initialState), contract.state());
  }

  /**
   * Loads a model and the state that subjects start from.
   *
   * @throws ModelFormatException if a file does not fit the contract or the other
   */
  public static OnnxFrameModel load(ModelFiles files) {
    OrtSession session = createSession(files);
    try {
      return new OnnxFrameModel(
          ModelIdentity.of(files.name(), files.model()), session, files.initialState());
    } catch (OrtException | RuntimeException e) {
      closeQuietly(session, e);
      throw new ModelFormatException("model '%s': %s".formatted(files.name(), e.getMessage()), e);
    }
  }

  private static OrtSession createSession(ModelFiles files) {
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      // Parallelism is Flink's: a slot a core, a thread a slot.
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      options.addConfigEntry("session.intra_op.allow_spinning", "0");
      return OrtEnvironment.getEnvironment().createSession(files.model(), options);
    } catch (OrtException e) {
      throw new ModelFormatException(
          "model '%s': ONNX Runtime cannot load it: %s".formatted(files.name(), e.getMessage()), e);
    }
  }

  private static void closeQuietly(OrtSession session, Exception cause) {
    try {
      session.close();
    } catch (OrtException e) {
      cause.addSuppressed(e);
    }
  }

  @Override
  public ModelIdentity identity() {
    return identity;
  }

  @Override
  public StateLayout stateLayout() {
    return contract.state();
  }

  @Override
  public PulseState initialState() {
    return initialState;
  }

  @Override
  public int frameHeight() {
    return contract.height();
  }

  @Override
  public int frameWidth() {
    return contract.width();
  }

  @Override
  public Step advance(Frames frames, float[] intervalsSeconds, PulseState state) {
    check(frames, intervalsSeconds, state);
    try {
      FrameWorkspace workspace = borrow();
      try {
        return workspace.advance(frames, intervalsSeconds, state);
      } finally {
        idle.add(workspace);
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
    }
  }

  private FrameWorkspace borrow() throws OrtException {
    FrameWorkspace workspace = idle.poll();
    return workspace != null ? workspace : new FrameWorkspace(session, contract);
  }

  private void check(Frames frames, float[] intervalsSeconds, PulseState state) {
    int frameValues = contract.height() * contract.width() * 3;
    if (frames.valuesPerFrame() != frameValues) {
      throw new IllegalArgumentException(
          "a frame of this model has %d values, not %d"
              .formatted(frameValues, frames.valuesPerFrame()));
    }
    if (intervalsSeconds.length != frames.count()) {
      throw new IllegalArgumentException(
          "%d intervals for %d frames".formatted(intervalsSeconds.length, frames.count()));
    }
    for (float seconds : intervalsSeconds) {
      if (!(seconds > 0 && seconds <= FrameIntervals.MAX_SECONDS)) {
        throw new IllegalArgumentException(
            "interval %s s is not in (0, %s]".formatted(seconds, FrameIntervals.MAX_SECONDS));
      }
    }
    if (state.size() != contract.state().size()) {
      throw new IllegalArgumentException(
          "a state of this model has %d numbers, not %d"
              .formatted(contract.state().size(), state.size()));
    }
  }

  @Override
  public void close() {
    for (FrameWorkspace workspace = idle.poll(); workspace != null; workspace = idle.poll()) {
      workspace.close();
    }
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime could not close: " + e.getMessage(), e);
    }
  }
}
