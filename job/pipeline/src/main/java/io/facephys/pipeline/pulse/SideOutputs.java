package io.facephys.pipeline.pulse;

import io.facephys.engine.NonFiniteException;
import io.facephys.pipeline.guard.LastGuard;
import io.facephys.pipeline.record.DeadLetter;
import io.facephys.pipeline.record.RawRecord;
import io.facephys.pipeline.record.SubjectEvent;
import io.facephys.pipeline.record.SubjectMessage;
import io.facephys.pipeline.record.SubjectWave;
import io.facephys.pipeline.record.Waveform;
import io.facephys.pipeline.time.CameraClock;
import io.facephys.schemas.EventKind;
import java.util.List;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;

/**
 * What operator {@code pulse} says beside its waves: dead letters with their reasons, events, and
 * to operator {@code vitals} which cameras were removed. It changes no state.
 */
record SideOutputs(PulseMetrics metrics) {
  void refuseCamera(
      ReceivedChunk received,
      int maxCameras,
      KeyedProcessFunction<String, SubjectMessage, Waveform>.Context context) {
    String reason =
        "camera '%s' is one more than the %d that --max-cameras allows a subject"
            .formatted(received.cameraId(), maxCameras);
    refuse(received, DeadLetter.Cause.TOO_MANY_CAMERAS, reason, context);
  }

  void refuseTooFast(
      ReceivedChunk received,
      double maxFrameRateHz,
      KeyedProcessFunction<String, SubjectMessage, Waveform>.Context context) {
    String reason =
        "camera '%s' has sent more frames than the %s a second that --max-frame-rate allows"
            .formatted(received.cameraId(), maxFrameRateHz);
    refuse(received, DeadLetter.Cause.TOO_FAST, reason, context);
  }

  void refuseLate(
      ReceivedChunk received,
      CameraClock clock,
      KeyedProcessFunction<String, SubjectMessage, Waveform>.Context context) {
    metrics.late.inc();
    String reason =
        "sequence %d of camera '%s' arrived after it was skipped; %d is the next"
            .formatted(received.sequence(), received.cameraId(), clock.order().next());
    refuse(received, DeadLetter.Cause.LATE, reason, context);
  }

  void refuseNotFinite(
      ReceivedChunk received,
      NonFiniteException e,
      KeyedProcessFunction<String, SubjectMessage, Waveform>.Context context) {
    refuse(received, DeadLetter.Cause.NOT_FINITE, e.reason(), context);
  }

  void setAside(
      ReceivedChunk received,
      LastGuard.SetAsideException e,
      KeyedProcessFunction<String, SubjectMessage, Waveform>.Context context) {
    RawRecord record = received.message().record();
    refuse(received, DeadLetter.Cause.FAILED, String.valueOf(e.getMessage()), context);
    report(
        EventKind.SET_ASIDE,
        "%s/%d/%d".formatted(record.topic(), record.partition(), record.offset()),
        List.of(received.cameraId()),
        0,
        context);
  }

  /** Reports cameras that were removed; operator {@code vitals} hears of it after their waves. */
  void removed(
      EventKind kind,
      String requestId,
      List<String> cameras,
      int waiting,
      KeyedProcessFunction<String, SubjectMessage, Waveform>.Context context) {
    report(kind, requestId, cameras, waiting, context);
    context.output(
        SubjectWave.OUTPUT,
        SubjectWave.removed(context.getCurrentKey(), cameras.toArray(String[]::new)));
  }

  private void refuse(
      ReceivedChunk received,
      DeadLetter.Cause cause,
      String reason,
      KeyedProcessFunction<String, SubjectMessage, Waveform>.Context context) {
    metrics.deadLetter(cause);
    context.output(DeadLetter.OUTPUT, new DeadLetter(received.message().record(), reason));
  }

  /** Reports in as many events as it takes, each small enough for any topic. */
  private void report(
      EventKind kind,
      String requestId,
      List<String> cameras,
      int waiting,
      KeyedProcessFunction<String, SubjectMessage, Waveform>.Context context) {
    List<SubjectEvent> events =
        new SubjectEvent(
                kind,
                context.getCurrentKey(),
                requestId,
                context.timerService().currentProcessingTime(),
                cameras.toArray(String[]::new),
                waiting)
            .split();
    metrics.splitEvents.inc(events.size() - 1L);
    events.forEach(event -> context.output(SubjectEvent.OUTPUT, event));
  }
}
