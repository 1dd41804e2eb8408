package io.facephys.measure.validation;

/** From when times count. */
public enum Clock {
  /** From a start of their own: that of a recording, or any other. */
  START,
  /** From midnight, of a day that is not given. */
  DAY,
  /** From 1970; in UTC, unless the times are local ones without their zone. */
  EPOCH
}
