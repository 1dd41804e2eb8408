package io.facephys.tests.docker;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The names in a query of Prometheus. It only looks for names; whether the query is a valid one,
 * Prometheus says.
 *
 * @param place where the query stands, for messages
 * @param text in PromQL, with Grafana's variables
 */
record Query(String place, String text) {
  private static final Set<String> WORDS = Set.of("and", "or", "unless", "offset", "by");
  private static final Pattern GROUPING = Pattern.compile("\\bby \\(([^)]*)\\)");
  private static final Pattern RANGE_OR_OFFSET = Pattern.compile("\\[[^]]*]|offset \\w+");

  /** A name that is not that of a function, and what stands in braces behind it. */
  private static final Pattern SELECTOR =
      Pattern.compile("\\b([a-zA-Z_:][\\w:]*+)(?! *\\()(?:\\{([^}]*)})?");

  private static final Pattern MATCHER = Pattern.compile("(\\w+)(=~|=)\"([^\"]*)\"");

  /**
   * A condition on a label.
   *
   * @param regex whether the value is a regular expression
   */
  record Matcher(String label, boolean regex, String value) {
    boolean matches(String actual) {
      return regex ? actual.matches(value) : actual.equals(value);
    }
  }

  /** A metric and the conditions on its labels. */
  record Selector(String metric, List<Matcher> matchers) {}

  List<Selector> selectors() {
    String rest = GROUPING.matcher(text).replaceAll(" ");
    rest = RANGE_OR_OFFSET.matcher(rest).replaceAll(" ");
    return SELECTOR
        .matcher(rest)
        .results()
        .filter(found -> !WORDS.contains(found.group(1)))
        .map(found -> new Selector(found.group(1), matchers(found.group(2))))
        .toList();
  }

  private static List<Matcher> matchers(String braces) {
    List<Matcher> matchers = new ArrayList<>();
    for (MatchResult found : MATCHER.matcher(braces == null ? "" : braces).results().toList()) {
      matchers.add(new Matcher(found.group(1), found.group(2).equals("=~"), found.group(3)));
    }
    return matchers;
  }

  /** The labels by which it groups. */
  Set<String> groupingLabels() {
    Set<String> labels = new TreeSet<>();
    GROUPING
        .matcher(text)
        .results()
        .forEach(found -> labels.addAll(Arrays.asList(found.group(1).split(", *"))));
    return labels;
  }
}
