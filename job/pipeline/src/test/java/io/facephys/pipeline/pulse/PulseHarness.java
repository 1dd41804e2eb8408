package io.facephys.pipeline.pulse;

import io.facephys.pipeline.Subject;
import io.facephys.pipeline.config.ModelLocation;
import io.facephys.pipeline.config.RecordLimits;
import io.facephys.pipeline.guard.FailedRecords;
import io.facephys.pipeline.guard.KeptRecords;
import io.facephys.pipeline.record.DeadLetter;
import io.facephys.pipeline.record.RawRecord;
import io.facephys.pipeline.record.SubjectEvent;
import io.facephys.pipeline.record.SubjectMessage;
import io.facephys.pipeline.record.SubjectWave;
import io.facephys.pipeline.record.Waveform;
import io.facephys.pipeline.state.CameraStates;
import io.facephys.pipeline.state.LiveCounts;
import io.facephys.pipeline.time.TimeRules;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.operators.KeyedProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** One subtask of {@link PulseFunction} in Flink's operator, without a cluster. */
public final class PulseHarness implements AutoCloseable {
  /** Where the subtask keeps its state. */
  public enum Backend {
    HASHMAP,
    ROCKSDB;

    /** A new one. */
    public StateBackend create() {
      return this == HASHMAP ? new HashMapStateBackend() : new EmbeddedRocksDBStateBackend();
    }
  }

  public static final int MAX_PARALLELISM = 128;

  private final KeyedOneInputStreamOperatorTestHarness<String, SubjectMessage, Waveform> harness;

  private final PulseFunction function;

  private PulseHarness(
      KeyedOneInputStreamOperatorTestHarness<String, SubjectMessage, Waveform> harness,
      PulseFunction function) {
    this.harness = harness;
    this.function = function;
  }

  /** Subtask {@code index} of {@code parallelism}, not yet open. */
  public static PulseHarness closed(
      ModelLocation model, Backend backend, int parallelism, int index) throws Exception {
    return closed(model, TimeRules.DEFAULT, backend, parallelism, index);
  }

  private static PulseHarness closed(
      ModelLocation model, TimeRules rules, Backend backend, int parallelism, int index)
      throws Exception {
    return closed(
        new PulseFunction(model, rules, RecordLimits.DEFAULT, new KeptRecords()),
        backend,
        parallelism,
        index);
  }

  private static PulseHarness closed(
      PulseFunction function, Backend backend, int parallelism, int index) throws Exception {
    var harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new KeyedProcessOperator<>(function),
            SubjectMessage::subjectId,
            Types.STRING,
            MAX_PARALLELISM,
            parallelism,
            index);
    harness.setStateBackend(backend.create());
    harness.setup();
    return new PulseHarness(harness, function);
  }

  /** The only subtask, without state. */
  public static PulseHarness open(ModelLocation model, Backend backend) throws Exception {
    PulseHarness harness = closed(model, backend, 1, 0);
    harness.open();
    return harness;
  }

  /** The only subtask under other rules, without state. */
  public static PulseHarness open(ModelLocation model, TimeRules rules) throws Exception {
    PulseHarness harness = closed(model, rules, Backend.HASHMAP, 1, 0);
    harness.open();
    return harness;
  }

  /** The only subtask of a job that may have failed on some records, with a snapshot's state. */
  public static PulseHarness open(
      ModelLocation model, FailedRecords failed, @Nullable OperatorSubtaskState snapshot)
      throws Exception {
    PulseHarness harness =
        closed(
            new PulseFunction(model, TimeRules.DEFAULT, RecordLimits.DEFAULT, failed),
            Backend.HASHMAP,
            1,
            0);
    if (snapshot == null) {
      harness.open();
    } else {
      harness.open(snapshot);
    }
    return harness;
  }

  /** The only subtask, with the state of a snapshot. */
  public static PulseHarness open(
      ModelLocation model, Backend backend, OperatorSubtaskState snapshot) throws Exception {
    PulseHarness harness = closed(model, backend, 1, 0);
    harness.open(snapshot);
    return harness;
  }

  /** The only subtask with the state of a snapshot, at a time of the job's clock. */
  public static PulseHarness restored(
      ModelLocation model, Backend backend, OperatorSubtaskState snapshot, long nowMillis)
      throws Exception {
    PulseHarness harness = closed(model, backend, 1, 0);
    harness.open(snapshot);
    harness.harness.setProcessingTime(nowMillis); // timers that are due fire now
    return harness;
  }

  public void open() throws Exception {
    harness.open();
  }

  /** Opens with what a snapshot holds for this subtask. */
  public void open(OperatorSubtaskState snapshot) throws Exception {
    harness.initializeState(snapshot);
    harness.open();
  }

  public void send(SubjectMessage chunk) throws Exception {
    harness.processElement(new StreamRecord<>(chunk, chunk.eventTimeMillis()));
  }

  public void send(List<SubjectMessage> chunks) throws Exception {
    for (SubjectMessage chunk : chunks) {
      send(chunk);
    }
  }

  /** Sends a request to forget the subject. */
  public void forget(String subjectId, String requestId) throws Exception {
    RawRecord record = Subject.forget(subjectId, requestId);
    send(new SubjectMessage(subjectId, SubjectMessage.Kind.FORGET, 0, record));
  }

  /** Lets the job's clock go on; due timers fire. */
  public void pass(Duration time) throws Exception {
    long now = harness.getProcessingTime() + time.toMillis();
    harness.processWatermark(now); // nothing queues
    harness.setProcessingTime(now);
  }

  /** Lets the job's clock go on while chunks queue; due timers fire. */
  public void passInAQueue(Duration time) throws Exception {
    harness.setProcessingTime(harness.getProcessingTime() + time.toMillis());
  }

  /** Says that everything which had arrived by then has been sent; due timers fire. */
  public void arriveUpTo(long millis) throws Exception {
    harness.processWatermark(millis);
  }

  /** What the job's clock says. */
  public long nowMillis() {
    return harness.getProcessingTime();
  }

  public List<Waveform> waveforms() {
    return harness.extractOutputValues();
  }

  /** Each subject's samples in the order they came out. */
  public Map<String, float[]> waves() {
    return joined(waveforms());
  }

  /** Each subject's samples, chunk after chunk. */
  public static Map<String, float[]> joined(List<Waveform> waveforms) {
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

  public List<DeadLetter> deadLetters() {
    return sideOutput(DeadLetter.OUTPUT);
  }

  public List<SubjectEvent> events() {
    return sideOutput(SubjectEvent.OUTPUT);
  }

  /** What operator {@code vitals} is sent. */
  public List<SubjectWave> subjectWaves() {
    return sideOutput(SubjectWave.OUTPUT);
  }

  private <T> List<T> sideOutput(OutputTag<T> tag) {
    List<T> elements = new ArrayList<>();
    var records = harness.getSideOutput(tag);
    if (records != null) {
      records.forEach(record -> elements.add(record.getValue()));
    }
    return elements;
  }

  /** What the operator counts, since it was opened. */
  public PulseMetrics metrics() {
    return function.metrics();
  }

  /** What the operator counts, over all restarts. */
  public LiveCounts live() {
    return function.live();
  }

  /** Subjects that have state of this name. */
  public List<String> subjectsWith(String stateName) {
    try (Stream<Object> keys =
        harness.getOperator().getKeyedStateBackend().getKeys(stateName, VoidNamespace.INSTANCE)) {
      return keys.map(String::valueOf).sorted().toList();
    }
  }

  /** All values of keyed state, whatever their names; for {@link Backend#HASHMAP}. */
  public int numKeyedStateEntries() {
    return harness.numKeyedStateEntries();
  }

  /** Removes all model states and leaves the clocks, as a restart with another model does. */
  public void loseModelStates() throws Exception {
    // The backend knows the state by its name; the types here do not matter.
    harness
        .getOperator()
        .getKeyedStateBackend()
        .applyToAllKeys(
            VoidNamespace.INSTANCE,
            VoidNamespaceSerializer.INSTANCE,
            new MapStateDescriptor<>(
                CameraStates.CAMERA_SSM_STATE,
                StringSerializer.INSTANCE,
                StringSerializer.INSTANCE),
            (key, state) -> state.clear());
    live().addStates(-live().states());
  }

  /** Timers that are still to fire. */
  public int numTimers() {
    return harness.numProcessingTimeTimers();
  }

  /** A checkpoint, in the backend's own format. */
  public OperatorSubtaskState checkpoint() throws Exception {
    return harness.snapshot(1, 0);
  }

  /** A savepoint in the format that all backends read. */
  public OperatorSubtaskState savepoint() throws Exception {
    return harness
        .snapshotWithLocalState(1, 0, SavepointType.savepoint(SavepointFormatType.CANONICAL))
        .getJobManagerOwnedState();
  }

  /** What of {@code snapshot}, of one subtask, goes to subtask {@code index} of two. */
  public static OperatorSubtaskState halfOf(OperatorSubtaskState snapshot, int index) {
    return AbstractStreamOperatorTestHarness.repartitionOperatorState(
        snapshot, MAX_PARALLELISM, 1, 2, index);
  }

  @Override
  public void close() throws Exception {
    harness.close();
  }
}
