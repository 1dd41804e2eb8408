package io.facephys.schemas;

/**
 * Bytes that are not the record they should be; the message says what was expected and what was
 * found.
 */
public final class MalformedMessageException extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedMessageException(String message) {
    super(message);
  }

  MalformedMessageException(String message, Throwable cause) {
    super(message, cause);
  }
}
