package io.facephys.engine.onnx;

import ai.onnxruntime.OrtException;
import io.facephys.engine.Frames;
import io.facephys.engine.PulseState;
import io.facephys.engine.Step;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Workspaces for one set of sessions that all threads share. Each step borrows a {@link Workspace},
 * so there are as many as steps have run at the same time.
 */
final class WorkspacePool implements AutoCloseable {
  private final Workspace.Spec spec;
  private final Queue<Workspace> idle = new ConcurrentLinkedQueue<>();

  WorkspacePool(Workspace.Spec spec) {
    this.spec = spec;
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
    return workspace != null ? workspace : new Workspace(spec);
  }

  @Override
  public void close() {
    for (Workspace workspace = idle.poll(); workspace != null; workspace = idle.poll()) {
      workspace.close();
    }
  }
}
