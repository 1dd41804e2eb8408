package io.facephys.operations.savepoint;

import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.state.api.functions.StateBootstrapFunction;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/** Stores the records that a sink's writer keeps until Kafka has committed them. */
final class RecordWriter extends StateBootstrapFunction<byte[]> implements CheckpointedFunction {
  private static final long serialVersionUID = 1L;

  private transient ListState<byte[]> states;

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    states =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>(
                    SubjectSavepoint.WRITER_STATES, BytePrimitiveArraySerializer.INSTANCE));
  }

  @Override
  public void processElement(byte[] state, Context context) throws Exception {
    states.add(state);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) {
    // Everything is in the list already.
  }
}
