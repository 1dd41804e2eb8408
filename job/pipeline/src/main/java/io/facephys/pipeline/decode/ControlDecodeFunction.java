package io.facephys.pipeline.decode;

import io.facephys.pipeline.config.RecordLimits;
import io.facephys.pipeline.record.DeadLetter;
import io.facephys.pipeline.record.RawRecord;
import io.facephys.pipeline.record.SubjectMessage;
import io.facephys.schemas.FaceControl;
import io.facephys.schemas.MalformedMessageException;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Passes good control messages on; all other records become dead letters. */
public final class ControlDecodeFunction extends ProcessFunction<RawRecord, SubjectMessage> {
  private static final long serialVersionUID = 1L;

  private final RecordLimits limits;

  private transient Counter malformed;
  private transient Counter tooLarge;

  public ControlDecodeFunction(RecordLimits limits) {
    this.limits = limits;
  }

  @Override
  public void open(OpenContext context) {
    MetricGroup group = getRuntimeContext().getMetricGroup();
    malformed = DeadLetter.Cause.MALFORMED.counter(group);
    tooLarge = DeadLetter.Cause.TOO_LARGE.counter(group);
  }

  @Override
  public void processElement(RawRecord record, Context context, Collector<SubjectMessage> out) {
    Optional<String> size = CutRecords.problem(record, limits.maxValueBytes());
    if (size.isPresent()) {
      tooLarge.inc();
      context.output(DeadLetter.OUTPUT, new DeadLetter(record, size.get()));
      return;
    }
    try {
      FaceControl control = FaceControlDecoder.decode(record);
      out.collect(
          new SubjectMessage(
              control.getSubjectId(),
              SubjectMessage.Kind.FORGET,
              Math.max(0, record.timestampMillis()),
              record));
    } catch (MalformedMessageException e) {
      malformed.inc();
      context.output(DeadLetter.OUTPUT, new DeadLetter(record, e.reason()));
    }
  }
}
