package io.facephys.measure.accuracy;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What some clips share, such as {@code motion} that is {@code strong}; a row of the tables. */
record Condition(String factor, String value) {
  /** Holds for all clips. */
  static final Condition ALL = new Condition("all", "clips");

  private static final Pattern LEADING_NUMBER = Pattern.compile("\\d{1,9}(\\.\\d+)?");

  /**
   * All clips, then each value of each factor. Values that begin with a number are sorted by it.
   */
  static List<Condition> of(List<ClipResult> results) {
    Stream<Condition> found =
        results.stream()
            .flatMap(result -> result.conditions().entrySet().stream())
            .map(entry -> new Condition(entry.getKey(), entry.getValue()))
            .distinct()
            .sorted(
                Comparator.comparing(Condition::factor)
                    .thenComparingDouble(Condition::leadingNumber)
                    .thenComparing(Condition::value));
    return Stream.concat(Stream.of(ALL), found).toList();
  }

  boolean holds(ClipResult result) {
    return equals(ALL) || value.equals(result.conditions().get(factor));
  }

  String title() {
    return equals(ALL) ? "all clips" : factor + " " + value;
  }

  private double leadingNumber() {
    Matcher number = LEADING_NUMBER.matcher(value);
    return number.lookingAt() ? Double.parseDouble(number.group()) : Double.MAX_VALUE;
  }
}
