package io.facephys.measure.accuracy;

import java.util.Locale;

/** Numbers as tables show them. */
public final class Numbers {
  private Numbers() {}

  /** A dash for what cannot be computed. */
  public static String of(double value, int decimals) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + decimals + "f", value) : "-";
  }
}
