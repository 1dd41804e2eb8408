package io.facephys.pipeline.pulse;

import io.facephys.pipeline.guard.LastGuard;
import io.facephys.pipeline.record.DeadLetter;
import io.facephys.pipeline.record.RawRecord;
import io.facephys.pipeline.record.SubjectEvent;
import io.facephys.pipeline.record.SubjectMessage;
import io.facephys.pipeline.record.SubjectWave;
import io.facephys.pipeline.record.Waveform;
import io.facephys.schemas.EventKind;
import java.util.List;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Flink's context while {@link PulseFunction} handles one message or timer of a subject: the time,
 * timers and all outputs. It changes no state.
 *
 * @param flink names the current subject
 * @param waves takes waves, the operator's main output
 * @param metrics counts what leaves by the side outputs
 */
record SubjectContext(
    KeyedProcessFunction<String, SubjectMessage, Waveform>.Context flink,
    Collector<Waveform> waves,
    PulseMetrics metrics) {
  /** The job's clock, milliseconds since the epoch. */
  long nowMillis() {
    return flink.timerService().currentProcessingTime();
  }

  /**
   * Everything that had arrived in Kafka by this time has been processed; {@code ArrivalOperator}
   * sends it as the watermark.
   */
  long arrivedMillis() {
    return Math.min(nowMillis(), flink.timerService().currentWatermark());
  }

  /** Sets a timer by the job's clock. */
  void setTimer(long millis) {
    flink.timerService().registerProcessingTimeTimer(millis);
  }

  /** Sets a timer for when everything that had arrived by then has been processed. */
  void setArrivalTimer(long millis) {
    if (flink.timerService().currentWatermark() < millis) {
      flink.timerService().registerEventTimeTimer(millis);
    } else {
      setTimer(millis); // the sources' clocks are ahead of this slot's
    }
  }

  void emit(PulseStep.Result result) {
    waves.collect(result.waveform());
    flink.output(SubjectWave.OUTPUT, SubjectWave.of(result.waveform(), result.colours()));
  }

  /** Sends the chunk's record to the dead letters. */
  void refuse(ReceivedChunk received, DeadLetter.Cause cause, String reason) {
    metrics.deadLetter(cause);
    flink.output(DeadLetter.OUTPUT, new DeadLetter(received.message().record(), cause, reason));
  }

  /** Sends the record of a chunk on which the job has failed twice to the dead letters. */
  void setAside(ReceivedChunk received, LastGuard.SetAsideException e) {
    RawRecord record = received.message().record();
    refuse(received, DeadLetter.Cause.FAILED, e.reason());
    report(
        EventKind.SET_ASIDE,
        "%s/%d/%d".formatted(record.topic(), record.partition(), record.offset()),
        List.of(received.cameraId()),
        0);
  }

  /** Reports cameras that were removed, also to operator {@code vitals}, behind their waves. */
  void reportRemoved(EventKind kind, String requestId, List<String> cameras, int waitingChunks) {
    report(kind, requestId, cameras, waitingChunks);
    flink.output(
        SubjectWave.OUTPUT,
        SubjectWave.removed(flink.getCurrentKey(), cameras.toArray(String[]::new)));
  }

  /** Reports in as many events as it takes for each to fit into any topic. */
  private void report(EventKind kind, String requestId, List<String> cameras, int waitingChunks) {
    SubjectEvent whole =
        new SubjectEvent(
            kind,
            flink.getCurrentKey(),
            requestId,
            nowMillis(),
            cameras.toArray(String[]::new),
            waitingChunks);
    List<SubjectEvent> events = whole.split();
    metrics.splitEvents.inc(events.size() - 1L);
    events.forEach(event -> flink.output(SubjectEvent.OUTPUT, event));
  }
}
