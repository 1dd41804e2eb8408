package io.facephys.measure.accuracy;

/**
 * A pulse rate beside the true one of the same window, beats a minute.
 *
 * @param low lower end of the stated interval of 90 %
 * @param high its upper end
 */
public record RatePair(double measured, double truth, double low, double high) {
  /** Measured less true. */
  public double error() {
    return measured - truth;
  }

  /** End of the interval divided by its start. */
  public double width() {
    return high / low;
  }

  /** Whether the interval holds the true rate. */
  public boolean covered() {
    return low <= truth && truth <= high;
  }
}
