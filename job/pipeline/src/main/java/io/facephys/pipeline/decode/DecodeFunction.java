package io.facephys.pipeline.decode;

import io.facephys.engine.Internal;
import io.facephys.pipeline.config.RecordLimits;
import io.facephys.pipeline.guard.FailedRecords;
import io.facephys.pipeline.guard.LastGuard;
import io.facephys.pipeline.metric.MicrosTimer;
import io.facephys.pipeline.record.DeadLetter.Cause;
import io.facephys.pipeline.record.RawRecord;
import io.facephys.pipeline.record.SubjectMessage;
import io.facephys.pipeline.time.TimeRules;
import io.facephys.schemas.FaceChunk;
import io.facephys.schemas.MalformedMessageException;
import java.util.Collections;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;

/** Passes good chunks on. */
@Internal
public final class DecodeFunction extends RefusingFunction {
  private static final long serialVersionUID = 1L;

  private final TimeRules.ClockBounds bounds;
  private final RecordLimits limits;
  private final FailedRecords failedRecords;

  private transient LastGuard guard;
  private transient MicrosTimer decode;

  public DecodeFunction(
      TimeRules.ClockBounds bounds, RecordLimits limits, FailedRecords failedRecords) {
    super(limits, Cause.FAILED, Cause.MALFORMED, Cause.TOO_LARGE, Cause.CLOCK);
    this.bounds = bounds;
    this.limits = limits;
    this.failedRecords = failedRecords;
  }

  @Override
  public void open(OpenContext context) {
    super.open(context);
    guard = LastGuard.open(failedRecords);
    decode = new MicrosTimer(getRuntimeContext().getMetricGroup(), "decodeMicros");
  }

  @Override
  SubjectMessage message(RawRecord record, long nowMillis)
      throws MalformedMessageException, RefusedException {
    // A record without a time of its own was sent when it was read, as far as anyone can tell.
    long sentMillis = record.timestampMillis() < 0 ? nowMillis : record.timestampMillis();
    FaceChunk chunk = decode(record);
    checkFrames(chunk);
    checkClock(chunk.getCaptureTimesMicros(), sentMillis);
    long capturedMillis = Collections.max(chunk.getCaptureTimesMicros()) / 1000;
    return new SubjectMessage(
        chunk.getSubjectId(),
        SubjectMessage.Kind.CHUNK,
        Math.min(capturedMillis, sentMillis),
        record);
  }

  private FaceChunk decode(RawRecord record) throws MalformedMessageException, RefusedException {
    try {
      return guard.run(
          record,
          MalformedMessageException.class,
          () -> decode.time(() -> FaceChunkDecoder.decode(record)));
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
