package io.facephys.schemas;

/**
 * Thrown for bytes that are not the expected record; the message says what was expected and what
 * was found.
 */
public final class MalformedMessageException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String reason;

  public MalformedMessageException(String reason) {
    super(reason);
    this.reason = reason;
  }

  MalformedMessageException(String reason, Throwable cause) {
    super(reason, cause);
    this.reason = reason;
  }

  /** What was expected and what was found. */
  public String reason() {
    return reason;
  }
}
