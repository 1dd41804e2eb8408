package io.facephys.pipeline.decode;

import io.facephys.pipeline.config.RecordLimits;
import io.facephys.pipeline.record.DeadLetter;
import io.facephys.pipeline.record.DeadLetter.Cause;
import io.facephys.pipeline.record.RawRecord;
import io.facephys.pipeline.record.SubjectMessage;
import io.facephys.schemas.MalformedMessageException;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;

/** Passes good records on as messages; all others become dead letters with a reason. */
abstract class RefusingFunction extends ProcessFunction<RawRecord, SubjectMessage> {
  private static final long serialVersionUID = 1L;

  private final RecordLimits limits;
  private final Cause[] causes;

  private transient Map<Cause, Counter> deadLetters;

  /**
   * @param causes all for which it refuses records
   */
  RefusingFunction(RecordLimits limits, Cause... causes) {
    this.limits = limits;
    this.causes = causes;
  }

  /** The message that a whole record becomes. */
  abstract SubjectMessage message(RawRecord record, long nowMillis)
      throws MalformedMessageException, RefusedException;

  @Override
  public void open(OpenContext context) {
    deadLetters = Cause.counters(getRuntimeContext().getMetricGroup(), causes);
  }

  @Override
  public final void processElement(
      RawRecord record, Context context, Collector<SubjectMessage> out) {
    try {
      checkWhole(record);
      out.collect(message(record, context.timerService().currentProcessingTime()));
    } catch (MalformedMessageException e) {
      refuse(record, Cause.MALFORMED, e.reason(), context);
    } catch (RefusedException e) {
      refuse(record, e.cause(), e.reason(), context);
    }
  }

  private void refuse(RawRecord record, Cause cause, String reason, Context context) {
    Objects.requireNonNull(deadLetters.get(cause)).inc();
    context.output(DeadLetter.OUTPUT, new DeadLetter(record, cause, reason));
  }

  private void checkWhole(RawRecord record) throws RefusedException {
    if (record.truncations().length > 0) {
      RawRecord.Truncation first = record.truncations()[0];
      throw new RefusedException(
          Cause.TOO_LARGE,
          "the record's %s has %d bytes; --max-value-bytes allows %d"
              .formatted(
                  first.part().name().toLowerCase(Locale.ROOT),
                  first.bytes(),
                  limits.maxValueBytes()));
    }
  }
}
