package io.facephys.pipeline.pulse;

import io.facephys.engine.NonFiniteException;
import io.facephys.engine.PulseState;
import io.facephys.pipeline.config.ModelLocation;
import io.facephys.pipeline.config.RecordLimits;
import io.facephys.pipeline.decode.FaceControlDecoder;
import io.facephys.pipeline.guard.FailedRecords;
import io.facephys.pipeline.guard.LastGuard;
import io.facephys.pipeline.record.DeadLetter.Cause;
import io.facephys.pipeline.record.SubjectMessage;
import io.facephys.pipeline.record.Waveform;
import io.facephys.pipeline.state.CameraStates;
import io.facephys.pipeline.state.Frozen;
import io.facephys.pipeline.state.LiveCounts;
import io.facephys.pipeline.time.CameraClock;
import io.facephys.pipeline.time.ChunkOrdering;
import io.facephys.pipeline.time.Decision;
import io.facephys.pipeline.time.FrameClock;
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
 * Turns a subject's chunk and stored state into a wave and the next state. {@link ChunkOrdering}
 * decides which chunks are processed when, {@link PulseStep} computes the wave, {@link
 * CameraStates} stores what stays, {@link SubjectContext} has the time and the outputs.
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
  private transient LiveCounts live;
  private transient ListState<long[]> storedCounts;
  private transient CameraStates states;
  private transient PulseStep step;
  private transient PulseMetrics metrics;

  @SuppressWarnings("NullAway.Init") // the first chunk or timer sets it
  private transient ChunkOrdering ordering;

  public PulseFunction(
      ModelLocation location, TimeRules rules, RecordLimits limits, FailedRecords failedRecords) {
    this.location = location;
    this.rules = rules;
    this.limits = limits;
    this.failedRecords = failedRecords;
  }

  /** Describes the state in which a subtask stores its {@link LiveCounts}. */
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
  }

  @Override
  public void processElement(SubjectMessage message, Context context, Collector<Waveform> out)
      throws Exception {
    SubjectContext subject = new SubjectContext(context, out, metrics);
    switch (message.kind()) {
      case CHUNK -> receive(ReceivedChunk.of(message), subject);
      case FORGET -> forget(FaceControlDecoder.decode(message.record()), subject);
    }
  }

  /** Processes a chunk and those that waited for it, or lets it wait, or refuses it. */
  private void receive(ReceivedChunk received, SubjectContext subject) throws Exception {
    metrics.chunks.inc();
    long now = subject.nowMillis();
    String cameraId = received.cameraId();
    CameraClock clock = states.clock(cameraId, now);
    startOrdering(now);
    Decision decision = ordering.onArrival(clock, received.sequence(), received.timesMicros(), now);
    if (clock.isUnseen() && states.cameras().size() >= limits.maxCameras()) {
      subject.refuse(
          received,
          Cause.TOO_MANY_CAMERAS,
          "camera '%s' is one more than the %d that --max-cameras allows a subject"
              .formatted(cameraId, limits.maxCameras()));
    } else if (decision.verdict().isTaken() && isTooFast(received, clock, now)) {
      subject.refuse(
          received,
          Cause.TOO_FAST,
          "camera '%s' has sent more frames than the %s a second that --max-frame-rate allows"
              .formatted(cameraId, limits.frameRate().maxFrameRateHz()));
    } else {
      store(cameraId, processInOrder(received, clock, decision, subject), subject);
    }
  }

  private boolean isTooFast(ReceivedChunk received, CameraClock clock, long nowMillis) {
    return limits
        .frameRate()
        .isExceeded(clock.used(), received.sentMillis(nowMillis), clock.elapsedMillis(nowMillis));
  }

  /** Processes what the ordering rule says is ready now; returns the clock afterwards. */
  private CameraClock processInOrder(
      ReceivedChunk received, CameraClock clock, Decision decision, SubjectContext subject)
      throws Exception {
    String cameraId = received.cameraId();
    switch (decision.verdict()) {
      case READY -> {}
      case RENUMBERED, SET_BACK -> metrics.renumberings.inc();
      case WAITS -> states.park(cameraId, received.sequence(), received.message());
      case DUPLICATE -> metrics.duplicates.inc();
      case LATE -> {
        metrics.late.inc();
        subject.refuse(
            received,
            Cause.LATE,
            "sequence %d of camera '%s' arrived after it was skipped; %d is the next"
                .formatted(received.sequence(), cameraId, clock.order().next()));
      }
    }
    CameraClock next = decision.clock();
    for (long sequence : decision.ready()) {
      boolean isReceived = sequence == received.sequence();
      ReceivedChunk chunk = isReceived ? received : waited(cameraId, sequence);
      next = process(chunk, next, isReceived ? decision.verdict() : Verdict.READY, subject);
    }
    return next;
  }

  private ReceivedChunk waited(String cameraId, long sequence) throws Exception {
    return ReceivedChunk.of(states.unpark(cameraId, sequence));
  }

  /** Turns a chunk into a wave, unless it has no new frames or is refused; returns the clock. */
  private CameraClock process(
      ReceivedChunk received, CameraClock clock, Verdict verdict, SubjectContext subject)
      throws Exception {
    // Chunks that waited may have been processed since the verdict.
    boolean setBack =
        verdict.startsNumbering() && received.newestMicros() <= clock.frames().lastCaptureMicros();
    UsedFrames used =
        UsedFrames.of(
            clock.frames(),
            received.timesMicros(),
            setBack,
            rules.gaps().restartMicros(),
            limits.frameRate().minIntervalMicros());
    CameraClock numbered =
        verdict.startsNumbering() || used.startsNumbering()
            ? clock.startingNumbering(received.sequence(), received.oldestMicros())
            : clock;
    if (used.isEmpty()) {
      metrics.duplicates.inc();
      return numbered;
    }
    PulseStep.Input input = input(received, used, clock.frames(), verdict.startsNumbering());
    PulseStep.Result result = run(received, input, subject);
    if (result == null) {
      return numbered.afterRefused(received.newestMicros());
    }
    keep(received, input, result, subject);
    return charge(numbered, received, result.shownFrames(), subject)
        .after(received.sequence(), result.clock(), subject.nowMillis());
  }

  /** Runs the model; null if the chunk becomes a dead letter. */
  private PulseStep.@Nullable Result run(
      ReceivedChunk received, PulseStep.Input input, SubjectContext subject) throws Exception {
    try {
      return guard.run(
          received.message().record(),
          NonFiniteException.class,
          () -> metrics.inference.time(() -> step.run(input)));
    } catch (LastGuard.SetAsideException e) {
      subject.setAside(received, e);
    } catch (NonFiniteException e) {
      subject.refuse(received, Cause.NOT_FINITE, e.reason());
    }
    return null;
  }

  /** Counts frames towards the camera's rate limit. */
  private CameraClock charge(
      CameraClock clock, ReceivedChunk received, int frames, SubjectContext subject) {
    long now = subject.nowMillis();
    return clock.with(
        limits
            .frameRate()
            .after(clock.used(), received.sentMillis(now), clock.elapsedMillis(now), frames));
  }

  private PulseStep.Input input(
      ReceivedChunk received, UsedFrames used, FrameClock clock, boolean renumbered)
      throws Exception {
    PulseState state =
        used.continuesSegment()
            ? metrics.stateRead.time(() -> states.state(received.cameraId()))
            : null;
    return new PulseStep.Input(
        received.chunk(), used, clock, state, renumbered, received.message().eventTimeMillis());
  }

  /** Stores and emits the result of a chunk. */
  private void keep(
      ReceivedChunk received,
      PulseStep.Input input,
      PulseStep.Result result,
      SubjectContext subject)
      throws Exception {
    String cameraId = received.cameraId();
    // A clock may outlive its state. To look a state up reads all of it, so only at restarts.
    boolean first =
        input.used().continuesSegment() ? input.state() == null : !states.hasState(cameraId);
    metrics.stateWrite.run(() -> states.putState(cameraId, result.state(), first));
    metrics.consumed(result.waveform(), subject.nowMillis());
    metrics.emit.run(() -> subject.emit(result));
  }

  /** Ends waits that are over, and removes cameras that have been silent for too long. */
  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Waveform> out)
      throws Exception {
    SubjectContext subject = new SubjectContext(context, out, metrics);
    List<String> expired = new ArrayList<>();
    for (String cameraId : states.cameras()) {
      long now = subject.nowMillis();
      startOrdering(now);
      Decision decision =
          ordering.endWaits(states.clock(cameraId, now), subject.arrivedMillis(), now);
      CameraClock clock = decision.clock();
      for (long sequence : decision.ready()) {
        clock = process(waited(cameraId, sequence), clock, decision.verdict(), subject);
      }
      if (ordering.isIdle(clock, subject.arrivedMillis())) {
        states.remove(cameraId, clock);
        expired.add(cameraId);
      } else {
        store(cameraId, clock, subject);
      }
    }
    if (!expired.isEmpty()) {
      subject.reportRemoved(EventKind.EXPIRED, "", expired, 0);
    }
  }

  /** Stores the clock and sets the timers that it needs. */
  private void store(String cameraId, CameraClock clock, SubjectContext subject) throws Exception {
    long idleTimer = ordering.idleTimer(clock, subject.nowMillis());
    if (idleTimer != clock.idleTimerMillis()) {
      subject.setTimer(idleTimer);
    }
    ordering.waitTimer(clock).ifPresent(subject::setArrivalTimer);
    ordering.patienceTimer(clock).ifPresent(subject::setTimer);
    states.putClock(cameraId, clock.withIdleTimer(idleTimer));
  }

  /** Removes all that is stored of the subject. Timers that are pending will find nothing. */
  private void forget(FaceControl control, SubjectContext subject) throws Exception {
    List<String> cameras = states.cameras();
    int waiting = 0;
    for (String cameraId : cameras) {
      waiting += states.remove(cameraId, states.clock(cameraId, subject.nowMillis()));
    }
    metrics.forgotten.inc(waiting);
    subject.reportRemoved(EventKind.FORGOTTEN, control.getRequestId(), cameras, waiting);
  }

  /** Starts the time of the ordering rule with the first chunk or timer of this run. */
  private void startOrdering(long nowMillis) {
    if (ordering == null) {
      ordering = new ChunkOrdering(rules, nowMillis);
    }
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
