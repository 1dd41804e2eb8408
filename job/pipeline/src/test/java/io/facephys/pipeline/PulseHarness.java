package io.facephys.pipeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;

/** One subtask of {@link PulseFunction} in Flink's operator, without a cluster. */
final class PulseHarness implements AutoCloseable {
  /** Where the subtask keeps its state. */
  enum Backend {
    HASHMAP,
    ROCKSDB;

    private StateBackend create() {
      return this == HASHMAP ? new HashMapStateBackend() : new EmbeddedRocksDBStateBackend();
    }
  }

  static final int MAX_PARALLELISM = 128;

  private static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("dead-letters") {
        private static final long serialVersionUID = 1L;
      };

  private final KeyedOneInputStreamOperatorTestHarness<String, ReceivedChunk, Waveform> harness;

  private PulseHarness(
      KeyedOneInputStreamOperatorTestHarness<String, ReceivedChunk, Waveform> harness) {
    this.harness = harness;
  }

  /** Subtask {@code index} of {@code parallelism}, not yet open. */
  static PulseHarness closed(ModelLocation model, Backend backend, int parallelism, int index)
      throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(new PulseFunction(model, DEAD_LETTERS)),
            ReceivedChunk::subjectId,
            Types.STRING,
            MAX_PARALLELISM,
            parallelism,
            index);
    harness.setStateBackend(backend.create());
    harness.setup();
    return new PulseHarness(harness);
  }

  /** The only subtask, without state. */
  static PulseHarness open(ModelLocation model, Backend backend) throws Exception {
    PulseHarness harness = closed(model, backend, 1, 0);
    harness.open();
    return harness;
  }

  /** The only subtask, with the state of a snapshot. */
  static PulseHarness open(ModelLocation model, Backend backend, OperatorSubtaskState snapshot)
      throws Exception {
    PulseHarness harness = closed(model, backend, 1, 0);
    harness.open(snapshot);
    return harness;
  }

  void open() throws Exception {
    harness.open();
  }

  /** Opens with what a snapshot holds for this subtask. */
  void open(OperatorSubtaskState snapshot) throws Exception {
    harness.initializeState(snapshot);
    harness.open();
  }

  void send(ReceivedChunk chunk) throws Exception {
    harness.processElement(new StreamRecord<>(chunk, chunk.eventTimeMillis()));
  }

  void send(List<ReceivedChunk> chunks) throws Exception {
    for (ReceivedChunk chunk : chunks) {
      send(chunk);
    }
  }

  List<Waveform> waveforms() {
    return harness.extractOutputValues();
  }

  /** Each subject's samples in the order they came out. */
  Map<String, float[]> waves() {
    return joined(waveforms());
  }

  /** Each subject's samples, chunk after chunk. */
  static Map<String, float[]> joined(List<Waveform> waveforms) {
    Map<String, float[]> waves = new LinkedHashMap<>();
    for (Waveform waveform : waveforms) {
      waves.merge(waveform.subjectId(), waveform.wave(), PulseHarness::join);
    }
    return waves;
  }

  private static float[] join(float[] first, float[] second) {
    float[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }

  List<DeadLetter> deadLetters() {
    List<DeadLetter> letters = new ArrayList<>();
    var records = harness.getSideOutput(DEAD_LETTERS);
    if (records != null) {
      records.forEach(record -> letters.add(record.getValue()));
    }
    return letters;
  }

  /** Subjects that have state of this name. */
  List<String> subjectsWith(String stateName) {
    try (Stream<Object> keys =
        harness.getOperator().getKeyedStateBackend().getKeys(stateName, VoidNamespace.INSTANCE)) {
      return keys.map(String::valueOf).sorted().toList();
    }
  }

  /** All values of keyed state, whatever their names; for {@link Backend#HASHMAP}. */
  int numKeyedStateEntries() {
    return harness.numKeyedStateEntries();
  }

  /** A checkpoint, in the backend's own format. */
  OperatorSubtaskState checkpoint() throws Exception {
    return harness.snapshot(1, 0);
  }

  /** A savepoint in the format that all backends read. */
  OperatorSubtaskState savepoint() throws Exception {
    return harness
        .snapshotWithLocalState(1, 0, SavepointType.savepoint(SavepointFormatType.CANONICAL))
        .getJobManagerOwnedState();
  }

  /** What of {@code snapshot}, of one subtask, goes to subtask {@code index} of two. */
  static OperatorSubtaskState halfOf(OperatorSubtaskState snapshot, int index) {
    return AbstractStreamOperatorTestHarness.repartitionOperatorState(
        snapshot, MAX_PARALLELISM, 1, 2, index);
  }

  @Override
  public void close() throws Exception {
    harness.close();
  }
}
