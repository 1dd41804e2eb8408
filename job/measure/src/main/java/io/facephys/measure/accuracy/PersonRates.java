package io.facephys.measure.accuracy;

import java.util.List;

/**
 * The rates of one person by one method.
 *
 * @param person who, as the user calls them
 * @param seconds in which the truth has a rate
 * @param pairs one for each of these seconds that has a rate
 */
public record PersonRates(String person, int seconds, List<RatePair> pairs) {
  /** Measured less true, of each second with a rate. */
  public double[] errors() {
    return pairs.stream().mapToDouble(RatePair::error).toArray();
  }
}
