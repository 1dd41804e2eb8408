package io.facephys.pipeline.decode;

import io.facephys.engine.Internal;
import io.facephys.pipeline.config.RecordLimits;
import io.facephys.pipeline.record.DeadLetter.Cause;
import io.facephys.pipeline.record.RawRecord;
import io.facephys.pipeline.record.SubjectMessage;
import io.facephys.schemas.MalformedMessageException;

/** Passes good control messages on. */
@Internal
public final class ControlDecodeFunction extends RefusingFunction {
  private static final long serialVersionUID = 1L;

  public ControlDecodeFunction(RecordLimits limits) {
    super(limits, Cause.MALFORMED, Cause.TOO_LARGE);
  }

  @Override
  SubjectMessage message(RawRecord record, long nowMillis) throws MalformedMessageException {
    return new SubjectMessage(
        FaceControlDecoder.decode(record).getSubjectId(),
        SubjectMessage.Kind.FORGET,
        Math.max(0, record.timestampMillis()),
        record);
  }
}
