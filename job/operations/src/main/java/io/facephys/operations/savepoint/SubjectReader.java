package io.facephys.operations.savepoint;

import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.state.api.functions.KeyedStateReaderFunction;
import org.apache.flink.util.Collector;

/** Reads all that an operator stores of each subject. */
final class SubjectReader extends KeyedStateReaderFunction<String, StoredSubject> {
  private static final long serialVersionUID = 1L;

  private final List<StoredState> layout;
  private transient SubjectStates states;

  SubjectReader(List<StoredState> layout) {
    this.layout = layout;
  }

  @Override
  public void open(OpenContext context) {
    states = new SubjectStates(layout, getRuntimeContext());
  }

  @Override
  public void readKey(String subjectId, Context context, Collector<StoredSubject> out)
      throws Exception {
    long[] timers =
        context.registeredProcessingTimeTimers().stream().mapToLong(Long::longValue).toArray();
    out.collect(new StoredSubject(subjectId, states.read(), timers));
  }
}
