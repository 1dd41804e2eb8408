package io.facephys.pipeline.pulse;

import io.facephys.engine.NonFiniteException;
import io.facephys.engine.PulseModel;
import io.facephys.engine.PulseState;
import io.facephys.pipeline.kafka.FaceChunkDecoder;
import io.facephys.pipeline.record.DeadLetter;
import io.facephys.pipeline.record.SubjectMessage;
import io.facephys.pipeline.record.Waveform;
import io.facephys.pipeline.state.CameraStates;
import io.facephys.pipeline.state.WaitingChunk;
import io.facephys.pipeline.time.CameraClock;
import io.facephys.pipeline.time.TakenFrames;
import io.facephys.pipeline.time.TimeRules;
import io.facephys.pipeline.time.Turn;
import io.facephys.schemas.FaceChunk;
import io.facephys.schemas.MalformedMessageException;
import java.util.Collections;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** What one call of {@link PulseFunction} does: takes chunks in order, lets early ones wait. */
final class CameraTurn {
  /** What stays the same between calls. */
  record Tools(
      PulseModel model,
      TimeRules rules,
      CameraStates states,
      PulseMetrics metrics,
      SideOutputs outputs) {}

  private final Tools tools;
  private final KeyedProcessFunction<String, SubjectMessage, Waveform>.Context context;
  private final Collector<Waveform> out;
  private final long nowMillis;
  private final long startedMillis;

  CameraTurn(
      Tools tools,
      KeyedProcessFunction<String, SubjectMessage, Waveform>.Context context,
      Collector<Waveform> out,
      long startedMillis) {
    this.tools = tools;
    this.context = context;
    this.out = out;
    this.nowMillis = context.timerService().currentProcessingTime();
    this.startedMillis = startedMillis;
  }

  /** Takes a chunk in, lets it wait or refuses it; then takes those that waited for it. */
  void receive(SubjectMessage message) throws Exception {
    FaceChunk chunk = decode(message);
    String cameraId = chunk.getCameraId();
    long sequence = chunk.getSequence();
    tools.metrics.chunks.inc();
    CameraClock clock = tools.states.clock(cameraId, nowMillis);
    Turn turn = Turn.of(clock, sequence, Collections.max(chunk.getCaptureTimesMicros()));
    if (turn == Turn.WAITS) {
      clock = makeRoom(cameraId, clock, sequence);
      turn = sequence == clock.nextSequence() ? Turn.NOW : Turn.WAITS;
    }
    switch (turn) {
      case NOW -> clock = drain(cameraId, take(clock, message, chunk));
      case RENUMBERED -> clock = takeRenumbered(clock, message, chunk);
      case WAITS -> clock = park(clock, message, chunk);
      case DUPLICATE -> tools.metrics.duplicates.inc();
      case LATE -> refuseLate(clock, message, chunk);
    }
    put(cameraId, clock);
  }

  /**
   * Takes chunks that have waited long enough, and removes all that is stored of the camera if
   * nothing has come for too long; whether it did.
   */
  boolean lookAfter(String cameraId) throws Exception {
    CameraClock clock = tools.states.clock(cameraId, nowMillis);
    while (clock.waitingSinceMillis() != Long.MAX_VALUE && waitEndMillis(clock) <= nowMillis) {
      clock = giveUp(cameraId, clock, lowestWaiting(clock));
    }
    if (clock.waitingCount() == 0 && idleEndMillis(clock) <= nowMillis) {
      tools.states.remove(cameraId, clock);
      return true;
    }
    put(cameraId, clock);
    return false;
  }

  private CameraClock makeRoom(String cameraId, CameraClock clock, long sequence) throws Exception {
    CameraClock roomy = clock;
    while (roomy.waitingCount() >= tools.rules.reorderChunks() && sequence > roomy.nextSequence()) {
      roomy = giveUp(cameraId, roomy, Math.min(sequence, lowestWaiting(roomy)));
    }
    return roomy;
  }

  /** Gives up the missing chunks before {@code sequence}, and takes those that then have a turn. */
  private CameraClock giveUp(String cameraId, CameraClock clock, long sequence) throws Exception {
    return drain(cameraId, clock.givingUpBefore(sequence));
  }

  private CameraClock drain(String cameraId, CameraClock clock) throws Exception {
    CameraClock drained = clock;
    while (drained.isWaiting(drained.nextSequence())) {
      long sequence = drained.nextSequence();
      SubjectMessage message = tools.states.unpark(new WaitingChunk(cameraId, sequence));
      drained = take(drained.withoutWaiting(sequence), message, decode(message));
    }
    return drained;
  }

  private CameraClock park(CameraClock clock, SubjectMessage message, FaceChunk chunk)
      throws Exception {
    tools.states.park(new WaitingChunk(chunk.getCameraId(), chunk.getSequence()), message);
    return clock.withWaiting(chunk.getSequence(), nowMillis);
  }

  /** What waited belongs to the old numbering and goes first. */
  private CameraClock takeRenumbered(CameraClock clock, SubjectMessage message, FaceChunk chunk)
      throws Exception {
    CameraClock emptied = clock;
    while (emptied.waitingCount() > 0) {
      emptied = giveUp(chunk.getCameraId(), emptied, lowestWaiting(emptied));
    }
    tools.metrics.renumberings.inc();
    return take(emptied.renumberedAt(chunk.getSequence()), message, chunk, true);
  }

  private CameraClock take(CameraClock clock, SubjectMessage message, FaceChunk chunk)
      throws Exception {
    return take(clock, message, chunk, false);
  }

  private CameraClock take(
      CameraClock clock, SubjectMessage message, FaceChunk chunk, boolean renumbered)
      throws Exception {
    long[] times = chunk.getCaptureTimesMicros().stream().mapToLong(Long::longValue).toArray();
    TakenFrames taken = TakenFrames.of(clock, times, tools.rules.gapRestartMicros());
    if (taken.isEmpty()) {
      tools.metrics.duplicates.inc();
      return clock.past(chunk.getSequence());
    }
    String cameraId = chunk.getCameraId();
    PulseState stored = taken.goOn() ? read(cameraId) : null;
    long startNanos = System.nanoTime();
    PulseStep step;
    try {
      PulseStep.Input input = new PulseStep.Input(chunk, taken, tools.rules.mostFramesInPlace());
      step = PulseStep.run(tools.model, input, clock, stored);
    } catch (NonFiniteException e) {
      refuse(message, DeadLetter.Cause.NOT_FINITE, e.reason());
      return clock.past(chunk.getSequence());
    }
    long endNanos = System.nanoTime();
    tools.metrics.inferenceMillis.update((endNanos - startNanos) / 1_000_000);
    tools.states.putState(cameraId, step.next(), !clock.hasFrames());
    PulseMetrics.updateMicros(tools.metrics.stateWriteMicros, endNanos);
    CameraClock after =
        clock.after(chunk.getSequence(), taken.timesMicros(), step.newSegment(), nowMillis);
    WaveMaker wave = new WaveMaker(chunk, taken, step, after, renumbered);
    Waveform waveform = wave.waveform(tools.model.identity(), message.eventTimeMillis());
    tools.metrics.taken(waveform, taken, step, nowMillis);
    long emitNanos = System.nanoTime();
    out.collect(waveform);
    PulseMetrics.updateMicros(tools.metrics.emitMicros, emitNanos);
    return after;
  }

  private @Nullable PulseState read(String cameraId) throws Exception {
    long startNanos = System.nanoTime();
    PulseState stored = tools.states.state(cameraId);
    PulseMetrics.updateMicros(tools.metrics.stateReadMicros, startNanos);
    return stored;
  }

  private void refuseLate(CameraClock clock, SubjectMessage message, FaceChunk chunk) {
    tools.metrics.late.inc();
    refuse(
        message,
        DeadLetter.Cause.LATE,
        "sequence %d of camera '%s' came after its turn was given up; %d is the next"
            .formatted(chunk.getSequence(), chunk.getCameraId(), clock.nextSequence()));
  }

  private void refuse(SubjectMessage message, DeadLetter.Cause cause, String reason) {
    tools.metrics.deadLetter(cause);
    context.output(tools.outputs.deadLetters(), new DeadLetter(message.record(), reason));
  }

  /** Stores where the camera stands, and sees to it that somebody will look after it. */
  private void put(String cameraId, CameraClock clock) throws Exception {
    CameraClock watched = clock;
    if (clock.idleCheckMillis() <= nowMillis) {
      long waitEnd = clock.waitingCount() > 0 ? waitEndMillis(clock) : 0;
      watched = clock.withIdleCheckAt(Math.max(idleEndMillis(clock), waitEnd));
      context.timerService().registerProcessingTimeTimer(watched.idleCheckMillis());
    }
    if (clock.waitingCount() > 0) {
      context.timerService().registerProcessingTimeTimer(waitEndMillis(clock));
    }
    tools.states.putClock(cameraId, watched);
  }

  // After a restore time is counted from the start: while the job was down, nothing could come.

  private long waitEndMillis(CameraClock clock) {
    return Math.max(clock.waitingSinceMillis(), startedMillis)
        + tools.rules.reorderWait().toMillis();
  }

  private long idleEndMillis(CameraClock clock) {
    return Math.max(clock.lastTakenMillis(), startedMillis) + tools.rules.idleTimeout().toMillis();
  }

  private static long lowestWaiting(CameraClock clock) {
    return clock.waitingSequences().min().orElse(Long.MAX_VALUE);
  }

  private static FaceChunk decode(SubjectMessage message) {
    try {
      return FaceChunkDecoder.decode(message.record());
    } catch (MalformedMessageException e) {
      throw new IllegalStateException("a chunk was good when it was decoded first", e);
    }
  }
}
