package io.facephys.pipeline.decode;

import io.facephys.engine.Internal;
import io.facephys.pipeline.config.RecordLimits;
import io.facephys.pipeline.guard.FailedRecords;
import io.facephys.pipeline.guard.LastGuard;
import io.facephys.pipeline.metric.MicrosTimer;
import io.facephys.pipeline.record.DeadLetter;
import io.facephys.pipeline.record.DeadLetter.Cause;
import io.facephys.pipeline.record.RawRecord;
import io.facephys.pipeline.record.SubjectMessage;
import io.facephys.pipeline.time.TimeRules;
import io.facephys.schemas.FaceChunk;
import io.facephys.schemas.MalformedMessageException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Passes good chunks on; all other records become dead letters with a reason. */
@Internal
public final class DecodeFunction extends ProcessFunction<RawRecord, SubjectMessage> {
  private static final long serialVersionUID = 1L;

  private final TimeRules.ClockBounds bounds;
  private final RecordLimits limits;
  private final FailedRecords failedRecords;

  private transient LastGuard guard;
  private transient Map<Cause, Counter> deadLetters;
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
    deadLetters =
        Cause.counters(group, Cause.FAILED, Cause.MALFORMED, Cause.TOO_LARGE, Cause.CLOCK);
    decode = new MicrosTimer(group, "decodeMicros");
  }

  @Override
  public void processElement(RawRecord record, Context context, Collector<SubjectMessage> out) {
    // A record without a time of its own was sent when it was read, as far as anyone can tell.
    long sentMillis =
        record.timestampMillis() < 0
            ? context.timerService().currentProcessingTime()
            : record.timestampMillis();
    try {
      TruncatedRecords.checkWhole(record, limits.maxValueBytes());
      FaceChunk chunk = decode(record);
      checkFrames(chunk);
      checkClock(chunk.getCaptureTimesMicros(), sentMillis);
      long capturedMillis = Collections.max(chunk.getCaptureTimesMicros()) / 1000;
      out.collect(
          new SubjectMessage(
              chunk.getSubjectId(),
              SubjectMessage.Kind.CHUNK,
              Math.min(capturedMillis, sentMillis),
              record));
    } catch (RefusedException e) {
      Objects.requireNonNull(deadLetters.get(e.cause())).inc();
      context.output(DeadLetter.OUTPUT, new DeadLetter(record, e.reason()));
    }
  }

  private FaceChunk decode(RawRecord record) throws RefusedException {
    try {
      return guard.run(
          record,
          MalformedMessageException.class,
          () -> decode.time(() -> FaceChunkDecoder.decode(record)));
    } catch (MalformedMessageException e) {
      throw new RefusedException(Cause.MALFORMED, e.reason());
    } catch (LastGuard.SetAsideException e) {
      throw new RefusedException(Cause.FAILED, e.reason());
    }
  }

  private void checkFrames(FaceChunk chunk) throws RefusedException {
    int frames = chunk.getCaptureTimesMicros().size();
    if (frames > limits.maxFrames()) {
      throw new RefusedException(
          Cause.TOO_LARGE,
          "the chunk has %d frames; --max-chunk-frames allows %d"
              .formatted(frames, limits.maxFrames()));
    }
  }

  /** Compares the capture times with the time at which the record was sent. */
  private void checkClock(List<Long> captureTimesMicros, long sentMillis) throws RefusedException {
    long ahead = Collections.max(captureTimesMicros) / 1000 - sentMillis;
    long behind = sentMillis - Collections.min(captureTimesMicros) / 1000;
    if (ahead > bounds.ahead().toMillis()) {
      throw new RefusedException(
          Cause.CLOCK,
          "a frame was captured %d ms after its record was sent; %d ms are allowed"
              .formatted(ahead, bounds.ahead().toMillis()));
    }
    if (behind > bounds.behind().toMillis()) {
      throw new RefusedException(
          Cause.CLOCK,
          "a frame was captured %d ms before its record was sent; %d ms are allowed"
              .formatted(behind, bounds.behind().toMillis()));
    }
  }
}
