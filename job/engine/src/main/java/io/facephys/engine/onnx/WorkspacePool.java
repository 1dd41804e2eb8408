package io.facephys.engine.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.facephys.engine.Frames;
import io.facephys.engine.PulseState;
import io.facephys.engine.Step;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * One session for all threads; each step borrows a {@link Workspace}, so there are as many as steps
 * ran at once.
 */
final class WorkspacePool implements AutoCloseable {
  private final OrtSession session;
  private final Workspace.Program program;
  private final Queue<Workspace> idle = new ConcurrentLinkedQueue<>();

  /** Takes over the session. */
  WorkspacePool(OrtSession session, Workspace.Program program) {
    this.session = session;
    this.program = program;
  }

  Step advance(Frames frames, float[] intervalsSeconds, PulseState state) {
    try {
      Workspace workspace = borrow();
      try {
        return workspace.advance(frames, intervalsSeconds, state);
      } finally {
        idle.add(workspace);
      }
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime failed: " + e.getMessage(), e);
    }
  }

  private Workspace borrow() throws OrtException {
    Workspace workspace = idle.poll();
    return workspace != null ? workspace : new Workspace(session, program);
  }

  @Override
  public void close() {
    for (Workspace workspace = idle.poll(); workspace != null; workspace = idle.poll()) {
      workspace.close();
    }
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime could not close: " + e.getMessage(), e);
    }
  }
}
