package io.facephys.pipeline.pulse;

import io.facephys.engine.NonFiniteException;
import io.facephys.engine.PulseState;
import io.facephys.pipeline.config.ModelLocation;
import io.facephys.pipeline.config.RecordLimits;
import io.facephys.pipeline.decode.FaceControlDecoder;
import io.facephys.pipeline.guard.FailedRecords;
import io.facephys.pipeline.guard.LastGuard;
import io.facephys.pipeline.record.SubjectMessage;
import io.facephys.pipeline.record.SubjectWave;
import io.facephys.pipeline.record.Waveform;
import io.facephys.pipeline.state.CameraStates;
import io.facephys.pipeline.state.Frozen;
import io.facephys.pipeline.state.LiveCounts;
import io.facephys.pipeline.time.CameraClock;
import io.facephys.pipeline.time.ChunkOrdering;
import io.facephys.pipeline.time.Decision;
import io.facephys.pipeline.time.TimeRules;
import io.facephys.pipeline.time.UsedFrames;
import io.facephys.pipeline.time.Verdict;
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
 * A subject's chunk and stored state become a wave and the next state. {@link ChunkOrdering}
 * decides which chunks are processed when, {@link PulseStep} computes the wave, {@link
 * CameraStates} stores what stays.
 */
public final class PulseFunction extends KeyedProcessFunction<String, SubjectMessage, Waveform>
    implements CheckpointedFunction {
  /** How many states a subtask holds, for its metrics. */
  @Frozen private static final String LIVE_COUNTS = "live-counts";

  private static final long serialVersionUID = 1L;

  private final ModelLocation location;
  private final TimeRules rules;
  private final RecordLimits limits;
  private final FailedRecords failedRecords;

  private transient LastGuard guard;
  private transient @Nullable SharedModel shared;
  private transient @Nullable ChunkOrdering startedOrdering;
  private transient LiveCounts live;
  private transient ListState<long[]> storedCounts;
  private transient CameraStates states;
  private transient PulseStep step;
  private transient PulseMetrics metrics;
  private transient SideOutputs sideOutputs;

  public PulseFunction(
      ModelLocation location, TimeRules rules, RecordLimits limits, FailedRecords failedRecords) {
    this.location = location;
    this.rules = rules;
    this.limits = limits;
    this.failedRecords = failedRecords;
  }

  /** The state in which a subtask stores its {@link LiveCounts}. */
  public static ListStateDescriptor<long[]> liveCounts() {
    return new ListStateDescriptor<>(
        LIVE_COUNTS, PrimitiveArrayTypeInfo.LONG_PRIMITIVE_ARRAY_TYPE_INFO);
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    live = new LiveCounts();
    storedCounts = context.getOperatorStateStore().getListState(liveCounts());
    live.restore(storedCounts);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    live.store(storedCounts);
  }

  @Override
  @SuppressWarnings("NullAway") // it believes that open comes first; initializeState does
  public void open(OpenContext context) throws Exception {
    guard = LastGuard.open(failedRecords);
    shared = SharedModel.acquire(location);
    states = new CameraStates(getRuntimeContext(), shared.model(), live);
    step = new PulseStep(shared.model(), rules.gaps().maxStandIns());
    metrics = new PulseMetrics(getRuntimeContext().getMetricGroup(), live);
    sideOutputs = new SideOutputs(metrics);
  }

  @Override
  public void processElement(SubjectMessage message, Context context, Collector<Waveform> out)
      throws Exception {
    switch (message.kind()) {
      case CHUNK -> receive(ReceivedChunk.of(message), context, out);
      case FORGET -> forget(FaceControlDecoder.decode(message.record()), context);
    }
  }

  /** Processes a chunk and those that waited for it, or lets it wait, or refuses it. */
  private void receive(ReceivedChunk received, Context context, Collector<Waveform> out)
      throws Exception {
    metrics.chunks.inc();
    long now = nowMillis(context);
    CameraClock clock = states.clock(received.cameraId(), now);
    if (clock.isUnseen() && states.cameras().size() >= limits.maxCameras()) {
      sideOutputs.refuseCamera(received, limits.maxCameras(), context);
      return;
    }
    long usedUpTo = states.rateUsedUpToMillis(received.cameraId());
    if (limits.frameRate().isExceeded(usedUpTo, sentMillis(received, now))) {
      sideOutputs.refuseTooFast(received, limits.frameRate().maxFrameRateHz(), context);
      return;
    }
    Decision decision =
        ordering(context)
            .onArrival(
                clock, received.sequence(), received.oldestMicros(), received.newestMicros(), now);
    switch (decision.verdict()) {
      case READY -> {}
      case RENUMBERED, SET_BACK -> metrics.renumberings.inc();
      case WAITS -> states.park(received.cameraId(), received.sequence(), received.message());
      case DUPLICATE -> metrics.duplicates.inc();
      case LATE -> sideOutputs.refuseLate(received, clock, context);
    }
    CameraClock next = decision.clock();
    for (long sequence : decision.ready()) {
      boolean arrived = sequence == received.sequence();
      ReceivedChunk chunk = arrived ? received : waited(received.cameraId(), sequence);
      Verdict verdict = arrived ? decision.verdict() : Verdict.READY;
      next = process(chunk, next, verdict, context, out);
    }
    store(received.cameraId(), next, context);
  }

  private ReceivedChunk waited(String cameraId, long sequence) throws Exception {
    return ReceivedChunk.of(states.unpark(cameraId, sequence));
  }

  /** Runs the step on a chunk, stores the state and emits the wave; the clock afterwards. */
  private CameraClock process(
      ReceivedChunk received,
      CameraClock clock,
      Verdict verdict,
      Context context,
      Collector<Waveform> out)
      throws Exception {
    UsedFrames used =
        UsedFrames.of(
            clock.frames(),
            received.timesMicros(),
            verdict == Verdict.SET_BACK,
            rules.gaps().restartMicros(),
            limits.frameRate().minIntervalMicros());
    if (used.isEmpty()) {
      metrics.duplicates.inc();
      return clock;
    }
    String cameraId = received.cameraId();
    PulseState state =
        used.continuesSegment() ? metrics.stateRead.time(() -> states.state(cameraId)) : null;
    PulseStep.Input input =
        new PulseStep.Input(
            received.chunk(),
            used,
            clock.frames(),
            state,
            verdict.startsNumbering(),
            received.message().eventTimeMillis());
    PulseStep.Result result;
    try {
      result =
          guard.run(
              received.message().record(),
              NonFiniteException.class,
              () -> metrics.inference.time(() -> step.run(input)));
    } catch (LastGuard.SetAsideException e) {
      sideOutputs.setAside(received, e, context);
      return clock;
    } catch (NonFiniteException e) {
      sideOutputs.refuseNotFinite(received, e, context);
      return clock;
    }
    boolean first = !clock.frames().hasFrames();
    metrics.stateWrite.run(() -> states.putState(cameraId, result.state(), first));
    useRate(received, result.shownFrames(), nowMillis(context));
    metrics.consumed(result.waveform(), nowMillis(context));
    metrics.emit.run(() -> emit(result, context, out));
    boolean startsNumbering =
        first || verdict.startsNumbering() || used.start() == UsedFrames.Start.CLOCK_SET_BACK;
    CameraClock numbered =
        startsNumbering
            ? clock.startingNumbering(received.sequence(), received.oldestMicros())
            : clock;
    return numbered.after(result.clock(), nowMillis(context));
  }

  private static void emit(PulseStep.Result result, Context context, Collector<Waveform> out) {
    out.collect(result.waveform());
    context.output(SubjectWave.OUTPUT, SubjectWave.of(result.waveform(), result.colours()));
  }

  /** Ends waits that are over, and removes cameras that have been silent for too long. */
  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Waveform> out)
      throws Exception {
    List<String> expired = new ArrayList<>();
    for (String cameraId : states.cameras()) {
      long now = nowMillis(context);
      Decision decision = ordering(context).endWaits(states.clock(cameraId, now), now);
      CameraClock clock = decision.clock();
      for (long sequence : decision.ready()) {
        clock = process(waited(cameraId, sequence), clock, decision.verdict(), context, out);
      }
      if (ordering(context).isIdle(clock, arrivedMillis(context))) {
        states.remove(cameraId, clock);
        expired.add(cameraId);
      } else {
        store(cameraId, clock, context);
      }
    }
    if (!expired.isEmpty()) {
      sideOutputs.removed(EventKind.EXPIRED, "", expired, 0, context);
    }
  }

  /** Stores the clock and sets the timers that it needs. */
  private void store(String cameraId, CameraClock clock, Context context) throws Exception {
    long idleTimer = ordering(context).idleTimer(clock, nowMillis(context));
    if (idleTimer != clock.idleTimerMillis()) {
      context.timerService().registerProcessingTimeTimer(idleTimer);
    }
    ordering(context)
        .waitTimer(clock)
        .ifPresent(context.timerService()::registerProcessingTimeTimer);
    states.putClock(cameraId, clock.withIdleTimer(idleTimer));
  }

  /** Removes all that is stored of the subject. Timers that are pending will find nothing. */
  private void forget(FaceControl control, Context context) throws Exception {
    List<String> cameras = states.cameras();
    int waiting = 0;
    for (String cameraId : cameras) {
      waiting += states.remove(cameraId, states.clock(cameraId, nowMillis(context)));
    }
    metrics.forgotten.inc(waiting);
    sideOutputs.removed(EventKind.FORGOTTEN, control.getRequestId(), cameras, waiting, context);
  }

  private void useRate(ReceivedChunk received, int frames, long nowMillis) throws Exception {
    String cameraId = received.cameraId();
    long sent = sentMillis(received, nowMillis);
    states.putRateUsed(
        cameraId, limits.frameRate().after(states.rateUsedUpToMillis(cameraId), sent, frames));
  }

  /** When the record was sent; not in the future, whose rate is not due yet. */
  private static long sentMillis(ReceivedChunk received, long nowMillis) {
    long sent = received.message().record().timestampMillis();
    return sent < 0 ? nowMillis : Math.min(sent, nowMillis);
  }

  /** The ordering rule; its time starts with the first record or timer of this run. */
  private ChunkOrdering ordering(Context context) {
    if (startedOrdering == null) {
      startedOrdering = new ChunkOrdering(rules, nowMillis(context));
    }
    return startedOrdering;
  }

  /**
   * Everything that had arrived in Kafka by then was processed; {@code ArrivalOperator} says so.
   */
  private static long arrivedMillis(Context context) {
    return Math.min(nowMillis(context), context.timerService().currentWatermark());
  }

  private static long nowMillis(
      KeyedProcessFunction<String, SubjectMessage, Waveform>.Context context) {
    return context.timerService().currentProcessingTime();
  }

  /** For tests. */
  PulseMetrics metrics() {
    return metrics;
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
