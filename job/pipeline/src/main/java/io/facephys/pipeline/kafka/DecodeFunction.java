package io.facephys.pipeline.kafka;

import io.facephys.pipeline.pulse.PulseMetrics;
import io.facephys.pipeline.record.DeadLetter;
import io.facephys.pipeline.record.RawRecord;
import io.facephys.pipeline.record.SubjectMessage;
import io.facephys.pipeline.time.TimeRules;
import io.facephys.schemas.FaceChunk;
import io.facephys.schemas.MalformedMessageException;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Lets good chunks through to their subjects; everything else leaves by the side, whole and with a
 * reason.
 */
public final class DecodeFunction extends ProcessFunction<RawRecord, SubjectMessage> {
  private static final long serialVersionUID = 1L;

  private final TimeRules rules;
  private final OutputTag<DeadLetter> deadLetters;

  private transient Counter malformed;
  private transient Counter badClocks;
  private transient Histogram decodeMicros;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else
  public DecodeFunction(TimeRules rules, OutputTag<DeadLetter> deadLetters) {
    this.rules = rules;
    this.deadLetters = deadLetters;
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup group = getRuntimeContext().getMetricGroup();
    malformed = DeadLetter.Cause.MALFORMED.counter(group);
    badClocks = DeadLetter.Cause.CLOCK.counter(group);
    decodeMicros = PulseMetrics.histogram(group, "decodeMicros");
  }

  @Override
  public void processElement(RawRecord record, Context context, Collector<SubjectMessage> out) {
    FaceChunk chunk;
    long startNanos = System.nanoTime();
    try {
      chunk = FaceChunkDecoder.decode(record);
    } catch (MalformedMessageException e) {
      malformed.inc();
      context.output(deadLetters, new DeadLetter(record, e.reason()));
      return;
    }
    PulseMetrics.updateMicros(decodeMicros, startNanos);
    Optional<String> wrong = wrongClock(chunk.getCaptureTimesMicros(), record.timestampMillis());
    if (wrong.isPresent()) {
      badClocks.inc();
      context.output(deadLetters, new DeadLetter(record, wrong.get()));
      return;
    }
    out.collect(
        new SubjectMessage(
            chunk.getSubjectId(),
            SubjectMessage.Kind.CHUNK,
            eventTimeMillis(chunk, record),
            record));
  }

  /** What is wrong with capture times, held against the time that the record was sent. */
  private Optional<String> wrongClock(List<Long> captureTimesMicros, long sentMillis) {
    if (sentMillis < 0) {
      return Optional.empty();
    }
    long ahead = Collections.max(captureTimesMicros) / 1000 - sentMillis;
    long behind = sentMillis - Collections.min(captureTimesMicros) / 1000;
    if (ahead > rules.maxClockAhead().toMillis()) {
      return Optional.of(
          "a frame was captured %d ms after its record was sent; %d ms are allowed"
              .formatted(ahead, rules.maxClockAhead().toMillis()));
    }
    if (behind > rules.maxClockBehind().toMillis()) {
      return Optional.of(
          "a frame was captured %d ms before its record was sent; %d ms are allowed"
              .formatted(behind, rules.maxClockBehind().toMillis()));
    }
    return Optional.empty();
  }

  /**
   * Capture time of the last frame, but not later than the record's own time. A Kafka broker
   * refuses records from the future, so a camera whose clock is ahead could otherwise stop the job
   * at its sink.
   */
  private static long eventTimeMillis(FaceChunk chunk, RawRecord record) {
    long captured = Collections.max(chunk.getCaptureTimesMicros()) / 1000;
    return record.timestampMillis() < 0 ? captured : Math.min(captured, record.timestampMillis());
  }
}
