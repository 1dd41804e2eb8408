package io.facephys.pipeline.decode;

import io.facephys.pipeline.config.RecordLimits;
import io.facephys.pipeline.guard.FailedRecords;
import io.facephys.pipeline.guard.LastGuard;
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
  private final RecordLimits limits;
  private final FailedRecords failedRecords;

  private transient LastGuard guard;
  private transient Counter failed;
  private transient Counter malformed;
  private transient Counter tooLarge;
  private transient Counter badClocks;
  private transient MicrosTimer decode;

  public DecodeFunction(
      TimeRules.ClockBounds bounds, RecordLimits limits, FailedRecords failedRecords) {
    this.bounds = bounds;
    this.limits = limits;
    this.failedRecords = failedRecords;
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup group = getRuntimeContext().getMetricGroup();
    guard = LastGuard.open(failedRecords);
    failed = DeadLetter.Cause.FAILED.counter(group);
    malformed = DeadLetter.Cause.MALFORMED.counter(group);
    tooLarge = DeadLetter.Cause.TOO_LARGE.counter(group);
    badClocks = DeadLetter.Cause.CLOCK.counter(group);
    decode = new MicrosTimer(group, "decodeMicros");
  }

  @Override
  public void processElement(RawRecord record, Context context, Collector<SubjectMessage> out) {
    Optional<String> size = CutRecords.problem(record, limits.maxValueBytes());
    if (size.isPresent()) {
      refuse(record, size.get(), tooLarge, context);
      return;
    }
    FaceChunk chunk;
    try {
      chunk =
          guard.run(
              record,
              MalformedMessageException.class,
              () -> decode.time(() -> FaceChunkDecoder.decode(record)));
    } catch (LastGuard.SetAsideException e) {
      refuse(record, String.valueOf(e.getMessage()), failed, context);
      return;
    } catch (MalformedMessageException e) {
      refuse(record, e.reason(), malformed, context);
      return;
    }
    int frames = chunk.getCaptureTimesMicros().size();
    if (frames > limits.maxFrames()) {
      String reason =
          "the chunk has %d frames; --max-chunk-frames allows %d"
              .formatted(frames, limits.maxFrames());
      refuse(record, reason, tooLarge, context);
      return;
    }
    // A record without a time of its own was sent when it was read, as far as anyone can tell.
    long sentMillis =
        record.timestampMillis() < 0
            ? context.timerService().currentProcessingTime()
            : record.timestampMillis();
    Optional<String> wrong = wrongClock(chunk.getCaptureTimesMicros(), sentMillis);
    if (wrong.isPresent()) {
      refuse(record, wrong.get(), badClocks, context);
      return;
    }
    long capturedMillis = Collections.max(chunk.getCaptureTimesMicros()) / 1000;
    out.collect(
        new SubjectMessage(
            chunk.getSubjectId(),
            SubjectMessage.Kind.CHUNK,
            Math.min(capturedMillis, sentMillis),
            record));
  }

  private static void refuse(RawRecord record, String reason, Counter counter, Context context) {
    counter.inc();
    context.output(DeadLetter.OUTPUT, new DeadLetter(record, reason));
  }

  /** What is wrong with capture times, compared with the time that the record was sent. */
  private Optional<String> wrongClock(List<Long> captureTimesMicros, long sentMillis) {
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
}
