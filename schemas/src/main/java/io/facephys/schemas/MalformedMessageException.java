package io.facephys.schemas;

import java.util.Objects;

/**
 * Thrown for bytes that are not the expected record; the message says what was expected and what
 * was found.
 */
public final class MalformedMessageException extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedMessageException(String reason) {
    super(reason);
  }

  MalformedMessageException(String reason, Throwable cause) {
    super(reason, cause);
  }

  /** What was expected and what was found. */
  public String reason() {
    return Objects.requireNonNull(getMessage());
  }
}
