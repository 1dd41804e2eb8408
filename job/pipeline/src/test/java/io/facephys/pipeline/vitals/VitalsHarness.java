package io.facephys.pipeline.vitals;

import io.facephys.pipeline.pulse.PulseHarness;
import io.facephys.pipeline.pulse.PulseHarness.Backend;
import io.facephys.pipeline.record.SubjectBeat;
import io.facephys.pipeline.record.SubjectVitals;
import io.facephys.pipeline.record.SubjectWave;
import java.util.List;
import java.util.Queue;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;

/** One subtask of {@link VitalsFunction} in Flink's operator, without a cluster. */
final class VitalsHarness implements AutoCloseable {
  private final KeyedOneInputStreamOperatorTestHarness<String, SubjectWave, SubjectVitals> harness;
  private final VitalsFunction function;

  private VitalsHarness(
      KeyedOneInputStreamOperatorTestHarness<String, SubjectWave, SubjectVitals> harness,
      VitalsFunction function) {
    this.harness = harness;
    this.function = function;
  }

  /** Subtask {@code index} of {@code parallelism}, not yet open. */
  static VitalsHarness closed(Backend backend, int parallelism, int index) throws Exception {
    VitalsFunction function = new VitalsFunction();
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(function),
            SubjectWave::subjectId,
            Types.STRING,
            PulseHarness.MAX_PARALLELISM,
            parallelism,
            index);
    harness.setStateBackend(backend.create());
    harness.setup();
    return new VitalsHarness(harness, function);
  }

  /** The only subtask; with the state of a snapshot if there is one. */
  static VitalsHarness open(Backend backend, @Nullable OperatorSubtaskState snapshot)
      throws Exception {
    VitalsHarness harness = closed(backend, 1, 0);
    harness.open(snapshot);
    return harness;
  }

  void open(@Nullable OperatorSubtaskState snapshot) throws Exception {
    if (snapshot != null) {
      harness.initializeState(snapshot);
    }
    harness.open();
  }

  void send(List<SubjectWave> waves) throws Exception {
    for (SubjectWave wave : waves) {
      harness.processElement(new StreamRecord<>(wave));
    }
  }

  List<SubjectVitals> rows() {
    return harness.extractOutputValues();
  }

  List<SubjectBeat> beats() {
    Queue<StreamRecord<SubjectBeat>> records = harness.getSideOutput(SubjectBeat.OUTPUT);
    return records == null ? List.of() : records.stream().map(StreamRecord::getValue).toList();
  }

  /** On how many waves vital signs have failed. */
  long failures() {
    return function.failures();
  }

  /** All values of keyed state, whatever their names; for {@link Backend#HASHMAP}. */
  int numKeyedStateEntries() {
    return harness.numKeyedStateEntries();
  }

  /** A checkpoint, in the backend's own format. */
  OperatorSubtaskState checkpoint() throws Exception {
    return harness.snapshot(1, 1);
  }

  /** A savepoint in the format that all backends read. */
  OperatorSubtaskState savepoint() throws Exception {
    return harness
        .snapshotWithLocalState(1, 0, SavepointType.savepoint(SavepointFormatType.CANONICAL))
        .getJobManagerOwnedState();
  }

  @Override
  public void close() throws Exception {
    harness.close();
  }
}
