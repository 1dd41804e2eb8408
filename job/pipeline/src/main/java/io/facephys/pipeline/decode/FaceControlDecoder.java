package io.facephys.pipeline.decode;

import io.facephys.engine.Internal;
import io.facephys.pipeline.record.RawRecord;
import io.facephys.schemas.ControlAction;
import io.facephys.schemas.CropContract;
import io.facephys.schemas.FaceControl;
import io.facephys.schemas.MalformedMessageException;
import io.facephys.schemas.SingleObjectFormat;

/**
 * Reads a control message out of a Kafka record and checks it against the contract of topic {@code
 * face-control}.
 */
@Internal
public final class FaceControlDecoder {
  private FaceControlDecoder() {}

  /**
   * Decodes the message in {@code record}.
   *
   * @throws MalformedMessageException if the record does not hold such a message; it says what was
   *     expected and what was found
   */
  public static FaceControl decode(RawRecord record) throws MalformedMessageException {
    byte[] value = record.value();
    if (value == null) {
      throw new MalformedMessageException("the record has no value (a tombstone)");
    }
    FaceControl control = SingleObjectFormat.FACE_CONTROL.decode(value);
    SubjectKey.check(control.getSubjectId(), record.key());
    if (control.getAction() != ControlAction.FORGET) {
      throw new MalformedMessageException(
          "action is %s; FORGET is expected".formatted(control.getAction()));
    }
    int length = control.getRequestId().length();
    if (length > CropContract.MAX_ID_LENGTH) {
      throw new MalformedMessageException(
          "requestId has %d characters; 0 to %d are allowed"
              .formatted(length, CropContract.MAX_ID_LENGTH));
    }
    return control;
  }
}
