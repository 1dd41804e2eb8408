package io.facephys.pipeline.pulse;

import io.facephys.engine.PulseModel;
import io.facephys.pipeline.config.ModelLocation;
import io.facephys.pipeline.kafka.FaceControlDecoder;
import io.facephys.pipeline.record.SubjectEvent;
import io.facephys.pipeline.record.SubjectMessage;
import io.facephys.pipeline.record.SubjectMessage.Kind;
import io.facephys.pipeline.record.Waveform;
import io.facephys.pipeline.state.CameraStates;
import io.facephys.pipeline.state.LiveCounts;
import io.facephys.pipeline.time.TimeRules;
import io.facephys.schemas.EventKind;
import io.facephys.schemas.FaceControl;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * A subject's chunk and the state it left behind become a wave and the next state. What is done
 * when is {@link CameraTurn}'s and the rule's in {@code io.facephys.pipeline.time}; the arithmetic
 * is the engine's.
 */
public final class PulseFunction extends KeyedProcessFunction<String, SubjectMessage, Waveform>
    implements CheckpointedFunction {
  /** How many states a subtask holds, for its metrics. Frozen: savepoints name it. */
  static final String LIVE_COUNTS = "live-counts";

  private static final long serialVersionUID = 1L;
  private static final long NOT_YET = -1;

  private final ModelLocation location;
  private final TimeRules rules;
  private final SideOutputs outputs;

  private transient @Nullable SharedModel shared;
  private transient LiveCounts live;
  private transient ListState<long[]> storedCounts;
  private transient CameraStates states;
  private transient CameraTurn.Tools tools;
  private transient long startedMillis;

  @SuppressWarnings("NullAway.Init") // Flink calls initializeState and open before anything else
  public PulseFunction(ModelLocation location, TimeRules rules, SideOutputs outputs) {
    this.location = location;
    this.rules = rules;
    this.outputs = outputs;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    live = new LiveCounts();
    storedCounts =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>(
                    LIVE_COUNTS, PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO));
    live.restore(storedCounts);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    live.store(storedCounts);
  }

  @Override
  @SuppressWarnings("NullAway") // it believes that open comes first; initializeState does
  public void open(OpenContext context) throws Exception {
    shared = SharedModel.acquire(location);
    PulseModel model = shared.model();
    states = new CameraStates(getRuntimeContext(), model, live);
    PulseMetrics metrics = new PulseMetrics(getRuntimeContext().getMetricGroup(), live);
    tools = new CameraTurn.Tools(model, rules, states, metrics, outputs);
    startedMillis = NOT_YET;
  }

  @Override
  public void processElement(SubjectMessage message, Context context, Collector<Waveform> out)
      throws Exception {
    CameraTurn turn = turn(context, out);
    if (message.kind() == Kind.CHUNK) {
      turn.receive(message);
    } else {
      forget(FaceControlDecoder.decode(message.record()), context);
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Waveform> out)
      throws Exception {
    CameraTurn turn = turn(context, out);
    List<String> expired = new ArrayList<>();
    for (String cameraId : states.cameras()) {
      if (turn.lookAfter(cameraId)) {
        expired.add(cameraId);
      }
    }
    if (!expired.isEmpty()) {
      report(EventKind.EXPIRED, "", expired, 0, context);
    }
  }

  private CameraTurn turn(Context context, Collector<Waveform> out) {
    if (startedMillis == NOT_YET) {
      startedMillis = context.timerService().currentProcessingTime();
    }
    return new CameraTurn(tools, context, out, startedMillis);
  }

  /** Removes all that is stored of the subject. Its timers will find nothing. */
  private void forget(FaceControl control, Context context) throws Exception {
    states.clearFirstRelease();
    List<String> cameras = states.cameras();
    int waiting = 0;
    for (String cameraId : cameras) {
      waiting += states.remove(cameraId, states.clock(cameraId, 0));
    }
    tools.metrics().forgotten.inc(waiting);
    report(EventKind.FORGOTTEN, control.getRequestId(), cameras, waiting, context);
  }

  private void report(
      EventKind kind, String requestId, List<String> cameras, int waiting, Context context) {
    SubjectEvent event =
        new SubjectEvent(
            kind,
            context.getCurrentKey(),
            requestId,
            context.timerService().currentProcessingTime(),
            cameras.toArray(String[]::new),
            waiting);
    context.output(tools.outputs().events(), event);
  }

  /** For tests. */
  PulseMetrics metrics() {
    return tools.metrics();
  }

  /** For tests. */
  LiveCounts live() {
    return live;
  }

  @Override
  public void close() {
    if (shared != null) {
      shared.close();
      shared = null;
    }
  }
}
