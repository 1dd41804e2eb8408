package io.facephys.engine;

import java.util.Locale;

/** Precision of the values of a state between chunks; models compute in float32. */
public enum StatePrecision {
  /** Every bit is kept. */
  FLOAT32,
  /** About half the bytes: float16 wherever rounding hardly changes the wave. */
  FLOAT16;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
