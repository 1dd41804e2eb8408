package io.facephys.engine;

/** The model answered with NaN or infinity; the message says where. */
public final class NonFiniteException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NonFiniteException(String message) {
    super(message);
  }
}
