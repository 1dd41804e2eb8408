package io.facephys.operations.savepoint;

import io.facephys.pipeline.pulse.PulseFunction;
import io.facephys.pipeline.state.CameraStates;
import io.facephys.pipeline.state.LiveCounts;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.state.api.functions.KeyedStateBootstrapFunction;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.jspecify.annotations.Nullable;

/**
 * Stores subjects as the operator would have, with its counts of states and waiting chunks. A model
 * state that is left out is counted, too: the camera has another one with its next chunk.
 */
final class SubjectWriter extends KeyedStateBootstrapFunction<String, StoredSubject>
    implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;

  private final SubjectOperator operator;
  private transient SubjectStates states;
  private transient LiveCounts live;
  private transient @Nullable ListState<long[]> counts;

  SubjectWriter(SubjectOperator operator) {
    this.operator = operator;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    live = new LiveCounts();
    counts =
        operator.counted()
            ? context.getOperatorStateStore().getListState(PulseFunction.liveCounts())
            : null;
  }

  @Override
  @SuppressWarnings("NullAway") // it believes that open comes first; initializeState does
  public void open(OpenContext context) {
    states = new SubjectStates(operator.states(), getRuntimeContext());
  }

  @Override
  public void processElement(StoredSubject subject, Context context) throws Exception {
    states.write(subject.entries());
    for (long millis : subject.timersMillis()) {
      context.timerService().registerProcessingTimeTimer(millis);
    }
    for (StoredEntry entry : subject.entries()) {
      switch (entry.state()) {
        case CameraStates.CAMERA_SSM_STATE -> live.addStates(1);
        case CameraStates.WAITING_CHUNKS -> live.addWaiting(1);
        default -> {}
      }
    }
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    if (counts != null) {
      live.store(counts);
    }
  }
}
