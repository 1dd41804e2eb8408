package io.facephys.pipeline.decode;

import io.facephys.engine.Internal;
import io.facephys.pipeline.config.RecordLimits;
import io.facephys.pipeline.record.DeadLetter;
import io.facephys.pipeline.record.DeadLetter.Cause;
import io.facephys.pipeline.record.RawRecord;
import io.facephys.pipeline.record.SubjectMessage;
import io.facephys.schemas.FaceControl;
import io.facephys.schemas.MalformedMessageException;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Passes good control messages on; all other records become dead letters with a reason. */
@Internal
public final class ControlDecodeFunction extends ProcessFunction<RawRecord, SubjectMessage> {
  private static final long serialVersionUID = 1L;

  private final RecordLimits limits;

  private transient Map<Cause, Counter> deadLetters;

  public ControlDecodeFunction(RecordLimits limits) {
    this.limits = limits;
  }

  @Override
  public void open(OpenContext context) {
    deadLetters =
        Cause.counters(getRuntimeContext().getMetricGroup(), Cause.MALFORMED, Cause.TOO_LARGE);
  }

  @Override
  public void processElement(RawRecord record, Context context, Collector<SubjectMessage> out) {
    try {
      TruncatedRecords.checkWhole(record, limits.maxValueBytes());
      FaceControl control = decode(record);
      out.collect(
          new SubjectMessage(
              control.getSubjectId(),
              SubjectMessage.Kind.FORGET,
              Math.max(0, record.timestampMillis()),
              record));
    } catch (RefusedException e) {
      Objects.requireNonNull(deadLetters.get(e.cause())).inc();
      context.output(DeadLetter.OUTPUT, new DeadLetter(record, e.reason()));
    }
  }

  private static FaceControl decode(RawRecord record) throws RefusedException {
    try {
      return FaceControlDecoder.decode(record);
    } catch (MalformedMessageException e) {
      throw new RefusedException(Cause.MALFORMED, e.reason());
    }
  }
}
