package io.facephys.measure.validation;

import java.util.Locale;

/**
 * How the clock of a reference lies to that of a camera.
 *
 * @param aheadSeconds how far the reference's clock is ahead, whole zones included
 * @param zoneSeconds the part of that which is a time zone, whole quarters of an hour
 * @param r Pearson's r of what was compared, at this offset; NaN if it was not computed
 * @param rival the best r of offsets that are clearly others; NaN if there are none
 * @param basis how it was found
 */
public record Alignment(
    double aheadSeconds, double zoneSeconds, double r, double rival, Basis basis) {
  /** How an offset was found. */
  public enum Basis {
    /** The waves or rates agree there clearly better than elsewhere. */
    FOUND,
    /** They do not: the clocks are believed, and the nearest agreement is taken. */
    UNCERTAIN,
    /** The user said so. */
    GIVEN
  }

  /** For people. */
  public String text() {
    double rest = aheadSeconds - zoneSeconds;
    String zone =
        zoneSeconds == 0
            ? ""
            : "time zone %s%d:%02d, then "
                .formatted(
                    zoneSeconds < 0 ? "-" : "+",
                    Math.abs((int) zoneSeconds) / 3600,
                    Math.abs((int) zoneSeconds) % 3600 / 60);
    String how =
        switch (basis) {
          case GIVEN -> "as given";
          case FOUND -> "found, r %s, elsewhere at most %s".formatted(number(r), number(rival));
          case UNCERTAIN ->
              "UNCERTAIN, r %s, elsewhere up to %s: the clocks are believed; --offset sets it"
                  .formatted(number(r), number(rival));
        };
    return "%s%.2f s %s (%s)".formatted(zone, Math.abs(rest), rest < 0 ? "behind" : "ahead", how);
  }

  private static String number(double value) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
  }
}
