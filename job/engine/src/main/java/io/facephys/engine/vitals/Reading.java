package io.facephys.engine.vitals;

import org.jspecify.annotations.Nullable;

/**
 * A value, or the reason why there is none; exactly one of them.
 *
 * @param value finite
 * @param absentReason why there is no value
 */
public record Reading(@Nullable Double value, @Nullable AbsentReason absentReason) {
  public Reading {
    if ((value == null) == (absentReason == null) || (value != null && !Double.isFinite(value))) {
      throw new IllegalArgumentException(
          "a reading is a finite value or a reason: %s, %s".formatted(value, absentReason));
    }
  }

  static Reading of(double value) {
    return new Reading(value, null);
  }

  static Reading absent(AbsentReason reason) {
    return new Reading(null, reason);
  }

  /** Whether there is a value. */
  public boolean isPresent() {
    return value != null;
  }
}
