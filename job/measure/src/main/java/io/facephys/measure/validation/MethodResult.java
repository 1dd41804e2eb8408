package io.facephys.measure.validation;

import io.facephys.measure.accuracy.BeatMatch;
import io.facephys.measure.accuracy.PersonRates;
import io.facephys.measure.accuracy.RatePair;
import java.util.List;
import java.util.Objects;

/**
 * What a method measured of a recording.
 *
 * @param method its label
 * @param seconds in which the reference has a rate
 * @param beats how beats compare; none if the reference knows none
 */
record MethodResult(String method, List<Second> seconds, BeatMatch beats) {
  List<RatePair> pairs() {
    return seconds.stream().map(Second::pair).filter(Objects::nonNull).toList();
  }

  /** The strongest frequencies of the waves, as if all were rates; they have no intervals. */
  PersonRates strongest(String person) {
    List<RatePair> all =
        seconds.stream()
            .filter(second -> !Double.isNaN(second.strongest()))
            .map(s -> new RatePair(s.strongest(), s.truth(), Double.NaN, Double.NaN))
            .toList();
    return new PersonRates(person, seconds.size(), all);
  }

  PersonRates rates(String person) {
    return new PersonRates(person, seconds.size(), pairs());
  }
}
