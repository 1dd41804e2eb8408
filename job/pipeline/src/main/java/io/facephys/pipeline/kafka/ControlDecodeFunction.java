package io.facephys.pipeline.kafka;

import io.facephys.pipeline.record.DeadLetter;
import io.facephys.pipeline.record.RawRecord;
import io.facephys.pipeline.record.SubjectMessage;
import io.facephys.schemas.FaceControl;
import io.facephys.schemas.MalformedMessageException;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Passes good control messages on; all other records become dead letters. */
public final class ControlDecodeFunction extends ProcessFunction<RawRecord, SubjectMessage> {
  private static final long serialVersionUID = 1L;

  private transient Counter malformed;

  @SuppressWarnings("NullAway.Init") // Flink calls open before anything else
  public ControlDecodeFunction() {}

  @Override
  public void open(OpenContext context) {
    malformed = DeadLetter.Cause.MALFORMED.counter(getRuntimeContext().getMetricGroup());
  }

  @Override
  public void processElement(RawRecord record, Context context, Collector<SubjectMessage> out) {
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
