package io.facephys.tests.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.facephys.tests.TestClip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Alert rules, dashboard and runbook in {@code docker}. */
final class WatchFiles {
  static final Path DOCKER = TestClip.ROOT.resolve("docker");
  static final Path PROMETHEUS = DOCKER.resolve("prometheus");
  static final Path RULES = PROMETHEUS.resolve("rules.yaml");
  static final Path DASHBOARD = DOCKER.resolve("grafana/facephys.json");

  private static final String PREFIX = "FacePhys";
  private static final Pattern ENTRY = Pattern.compile("(?m)^### (.*)$");
  private static final Pattern METRIC_LINE =
      Pattern.compile("(?m)^- \\*\\*Metric\\*\\*:(?s:.*?)(?=\n- )");
  private static final Pattern CODE = Pattern.compile("`([^`]*)`");

  private WatchFiles() {}

  static JsonNode rules() throws IOException {
    return new YAMLMapper().readTree(RULES.toFile());
  }

  /** The alerts by their names. */
  static Map<String, JsonNode> alerts() throws IOException {
    Map<String, JsonNode> alerts = new LinkedHashMap<>();
    for (JsonNode group : rules().path("groups")) {
      group.path("rules").forEach(rule -> alerts.put(rule.path("alert").asText(), rule));
    }
    return alerts;
  }

  /** The dashboard's panels. */
  static List<JsonNode> panels() throws IOException {
    List<JsonNode> panels = new ArrayList<>();
    new ObjectMapper().readTree(DASHBOARD.toFile()).path("panels").forEach(panels::add);
    return panels;
  }

  static String runbook() throws IOException {
    return Files.readString(DOCKER.resolve("RUNBOOK.md"));
  }

  /** The headings of the runbook that are names of alerts. */
  static List<String> runbookEntries() throws IOException {
    return ENTRY
        .matcher(runbook())
        .results()
        .map(heading -> heading.group(1))
        .filter(heading -> heading.startsWith(PREFIX))
        .toList();
  }

  /** Every query of alerts, dashboard and runbook, with the place where it stands. */
  static List<Query> queries() throws IOException {
    List<Query> queries = new ArrayList<>();
    alerts()
        .forEach(
            (name, rule) -> queries.add(new Query("alert " + name, rule.path("expr").asText())));
    for (JsonNode panel : panels()) {
      for (JsonNode target : panel.path("targets")) {
        String place = "panel '%s'".formatted(panel.path("title").asText());
        queries.add(new Query(place, target.path("expr").asText()));
      }
    }
    METRIC_LINE
        .matcher(runbook())
        .results()
        .flatMap(line -> CODE.matcher(line.group()).results())
        .forEach(code -> queries.add(new Query("runbook", code.group(1))));
    return queries;
  }
}
