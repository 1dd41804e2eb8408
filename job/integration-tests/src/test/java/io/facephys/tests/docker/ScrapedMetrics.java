package io.facephys.tests.docker;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What Flink's processes show to Prometheus, in its text format.
 *
 * @param samples the labels of each sample, by the name of the metric
 */
record ScrapedMetrics(Map<String, List<Map<String, String>>> samples) {
  /** Prometheus adds these to what it reads, and a metric of its own. */
  private static final Set<String> OF_PROMETHEUS = Set.of("job", "instance");

  private static final String UP = "up";

  private static final Pattern SAMPLE = Pattern.compile("(?m)^(\\w+)(?:\\{(.*)})? \\S+$");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** Reads them from {@code host:port} of each process. */
  static ScrapedMetrics from(Collection<String> addresses) throws IOException {
    StringBuilder text = new StringBuilder();
    for (String address : addresses) {
      text.append(get("http://%s/metrics".formatted(address)));
    }
    return of(text.toString());
  }

  static ScrapedMetrics of(String text) {
    Map<String, List<Map<String, String>>> samples = new HashMap<>();
    for (MatchResult sample : SAMPLE.matcher(text).results().toList()) {
      Map<String, String> labels = new HashMap<>();
      if (sample.group(2) != null) {
        LABEL
            .matcher(sample.group(2))
            .results()
            .forEach(label -> labels.put(label.group(1), label.group(2)));
      }
      samples.computeIfAbsent(sample.group(1), name -> new ArrayList<>()).add(labels);
    }
    return new ScrapedMetrics(samples);
  }

  private static String get(String address) throws IOException {
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create(address)).build();
      return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /** What these queries name and no process shows; a line each. */
  List<String> missing(List<Query> queries) {
    return queries.stream().flatMap(query -> missing(query).stream()).distinct().toList();
  }

  private List<String> missing(Query query) {
    List<String> missing = new ArrayList<>();
    List<Map<String, String>> found = new ArrayList<>();
    for (Query.Selector selector : query.selectors()) {
      List<Map<String, String>> matching =
          samples.getOrDefault(selector.metric(), List.of()).stream()
              .filter(labels -> selector.matchers().stream().allMatch(one -> holds(one, labels)))
              .toList();
      found.addAll(matching);
      if (matching.isEmpty() && !selector.metric().equals(UP)) {
        missing.add("%s: nothing is called %s".formatted(query.place(), selector));
      }
    }
    for (String label : query.groupingLabels()) {
      if (!OF_PROMETHEUS.contains(label)
          && found.stream().noneMatch(labels -> labels.containsKey(label))) {
        missing.add("%s: nothing has label '%s'".formatted(query.place(), label));
      }
    }
    return missing;
  }

  private static boolean holds(Query.Matcher matcher, Map<String, String> labels) {
    return OF_PROMETHEUS.contains(matcher.label())
        || matcher.matches(labels.getOrDefault(matcher.label(), ""));
  }
}
