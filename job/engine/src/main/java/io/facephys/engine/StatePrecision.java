package io.facephys.engine;

import java.util.Locale;

/** How exactly the numbers of a state are kept between chunks; a model computes in float32. */
public enum StatePrecision {
  /** Every bit. */
  FLOAT32,
  /** Half the bytes: float16 wherever that changes next to nothing in the wave. */
  FLOAT16;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
