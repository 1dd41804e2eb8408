package io.facephys.pipeline.kafka;

import io.facephys.pipeline.metric.MicrosTimer;
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
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Passes good chunks on; all other records become dead letters, whole and with a reason. */
public final class DecodeFunction extends ProcessFunction<RawRecord, SubjectMessage> {
  private static final long serialVersionUID = 1L;

  private final TimeRules.ClockBounds bounds;

  private transient Counter malformed;
  private transient Counter badClocks;
  private transient MicrosTimer decode;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else
  public DecodeFunction(TimeRules.ClockBounds bounds) {
    this.bounds = bounds;
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup group = getRuntimeContext().getMetricGroup();
    malformed = DeadLetter.Cause.MALFORMED.counter(group);
    badClocks = DeadLetter.Cause.CLOCK.counter(group);
    decode = new MicrosTimer(group, "decodeMicros");
  }

  @Override
  public void processElement(RawRecord record, Context context, Collector<SubjectMessage> out) {
    FaceChunk chunk;
    try {
      chunk = decode.time(() -> FaceChunkDecoder.decode(record));
    } catch (MalformedMessageException e) {
      malformed.inc();
      context.output(DeadLetter.OUTPUT, new DeadLetter(record, e.reason()));
      return;
    }
    Optional<String> wrong = wrongClock(chunk.getCaptureTimesMicros(), record.timestampMillis());
    if (wrong.isPresent()) {
      badClocks.inc();
      context.output(DeadLetter.OUTPUT, new DeadLetter(record, wrong.get()));
      return;
    }
    out.collect(
        new SubjectMessage(
            chunk.getSubjectId(),
            SubjectMessage.Kind.CHUNK,
            eventTimeMillis(chunk, record),
            record));
  }

  /** What is wrong with capture times, compared with the time that the record was sent. */
  private Optional<String> wrongClock(List<Long> captureTimesMicros, long sentMillis) {
    if (sentMillis < 0) {
      return Optional.empty();
    }
    long ahead = Collections.max(captureTimesMicros) / 1000 - sentMillis;
    long behind = sentMillis - Collections.min(captureTimesMicros) / 1000;
    if (ahead > bounds.ahead().toMillis()) {
      return Optional.of(
          "a frame was captured %d ms after its record was sent; %d ms are allowed"
              .formatted(ahead, bounds.ahead().toMillis()));
    }
    if (behind > bounds.behind().toMillis()) {
      return Optional.of(
          "a frame was captured %d ms before its record was sent; %d ms are allowed"
              .formatted(behind, bounds.behind().toMillis()));
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
