package io.facephys.measure.validation;

import org.jspecify.annotations.Nullable;

/**
 * What a user says of a reference's file; null is found out.
 *
 * @param timeColumn name or number, from 1
 * @param valueColumn name or number, from 1
 * @param timeUnit of times that are numbers
 * @param timeFormat a pattern of Java's DateTimeFormatter
 * @param hz samples a second, of a file without times
 */
public record ReferenceFormat(
    @Nullable ReferenceKind kind,
    @Nullable String timeColumn,
    @Nullable String valueColumn,
    @Nullable TimeUnit timeUnit,
    @Nullable String timeFormat,
    @Nullable Double hz) {
  /** All is found out. */
  public static final ReferenceFormat UNKNOWN =
      new ReferenceFormat(null, null, null, null, null, null);

  /** The unit of times that are numbers. */
  public enum TimeUnit {
    S(1),
    MS(1e3),
    US(1e6),
    NS(1e9);

    private final double inSecond;

    TimeUnit(double inSecond) {
      this.inSecond = inSecond;
    }

    double seconds(double number) {
      return number / inSecond;
    }
  }
}
