package io.facephys.engine;

/** A model returned NaN or infinity; the message says where. */
public final class NonFiniteException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  public NonFiniteException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** What is not finite, and where. */
  public String reason() {
    return reason;
  }
}
