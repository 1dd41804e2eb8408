package io.facephys.measure.validation;

import io.facephys.measure.accuracy.Agreement;
import io.facephys.measure.accuracy.BeatMatch;
import io.facephys.measure.accuracy.Numbers;
import io.facephys.measure.accuracy.PersonRates;
import io.facephys.measure.accuracy.RatePair;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/**
 * What came of all recordings.
 *
 * @param methods labels, in the order of the tables
 * @param origins what each method is made of
 */
public record ValidationResult(
    List<String> methods, List<String> origins, List<RecordingResult> recordings) {
  /** How many people were seen. */
  public long people() {
    return recordings.stream().map(RecordingResult::person).distinct().count();
  }

  /** The seconds in which the reference has a rate, of all recordings. */
  public int seconds() {
    return recordings.stream().mapToInt(r -> r.methods().get(0).seconds().size()).sum();
  }

  Stream<MethodResult> of(String method) {
    return recordings.stream()
        .flatMap(recording -> recording.methods().stream())
        .filter(result -> result.method().equals(method));
  }

  /** The rates of each person, from all their recordings. */
  List<PersonRates> rates(String method) {
    return byPerson(method, MethodResult::rates);
  }

  /** The strongest frequencies of each person's waves, whatever the evidence. */
  List<PersonRates> strongest(String method) {
    return byPerson(method, MethodResult::strongest);
  }

  private List<PersonRates> byPerson(
      String method, BiFunction<MethodResult, String, PersonRates> rates) {
    Map<String, PersonRates> people = new LinkedHashMap<>();
    for (RecordingResult recording : recordings) {
      recording.methods().stream()
          .filter(result -> result.method().equals(method))
          .map(result -> rates.apply(result, recording.person()))
          .forEach(own -> people.merge(recording.person(), own, ValidationResult::joined));
    }
    return List.copyOf(people.values());
  }

  private static PersonRates joined(PersonRates one, PersonRates other) {
    List<RatePair> pairs = new ArrayList<>(one.pairs());
    pairs.addAll(other.pairs());
    return new PersonRates(one.person(), one.seconds() + other.seconds(), pairs);
  }

  BeatMatch beats(String method) {
    return BeatMatch.joined(of(method).map(MethodResult::beats).toList());
  }

  /** How many seconds have no rate, by the reason. */
  Map<String, Long> absent(String method) {
    Map<String, Long> reasons = new TreeMap<>();
    of(method)
        .flatMap(result -> result.seconds().stream())
        .filter(second -> second.pair() == null)
        .forEach(second -> reasons.merge(second.absentReason(), 1L, Long::sum));
    return reasons;
  }

  /** A line for each method and each recording's clock, for a terminal. */
  public List<String> summary() {
    List<String> lines = new ArrayList<>();
    for (RecordingResult recording : recordings) {
      lines.add("%s: %s".formatted(recording.name(), recording.understood()));
      lines.add("  the reference's clock is " + recording.alignment().text());
    }
    for (String method : methods) {
      List<PersonRates> rates = rates(method);
      lines.add(
          "%s: a rate in %.0f %% of the seconds, mean absolute error %s bpm, bias %s, limits %s to %s, interval of 90 %% holds %s %%"
              .formatted(
                  method,
                  Agreement.COVERAGE.of(rates),
                  number(Agreement.MAE, rates),
                  number(Agreement.BIAS, rates),
                  number(Agreement.LOWER_LIMIT, rates),
                  number(Agreement.UPPER_LIMIT, rates),
                  number(Agreement.INTERVAL_COVERAGE, rates)));
    }
    return lines;
  }

  private static String number(Agreement measure, List<PersonRates> rates) {
    return Numbers.of(measure.of(rates), measure.decimals());
  }
}
