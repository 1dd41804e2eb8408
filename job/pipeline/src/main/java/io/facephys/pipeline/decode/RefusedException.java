package io.facephys.pipeline.decode;

import io.facephys.pipeline.record.DeadLetter;

/**
 * Thrown for a record that becomes a dead letter. It has no stack trace, because it may be
 * frequent.
 */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final DeadLetter.Cause cause;

  /**
   * @param reason what was expected and what was found
   */
  RefusedException(DeadLetter.Cause cause, String reason) {
    super(reason, null, false, false);
    this.cause = cause;
  }

  DeadLetter.Cause cause() {
    return cause;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
