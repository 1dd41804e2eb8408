package io.facephys.tests.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Alert rules, dashboard and runbook agree with each other. */
final class WatchFilesTest {
  private static final Pattern REFERENCE = Pattern.compile("\\bFacePhys[A-Z]\\w+");

  @Test
  void everyAlertHasAnEntryInTheRunbookAndTheOtherWayRound() throws IOException {
    assertThat(WatchFiles.runbookEntries())
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrderElementsOf(WatchFiles.alerts().keySet());
  }

  @Test
  void everyAlertNamesItsEntryAndSaysWhatHappens() throws IOException {
    for (Map.Entry<String, JsonNode> alert : WatchFiles.alerts().entrySet()) {
      JsonNode annotations = alert.getValue().path("annotations");
      assertThat(annotations.path("runbook").asText())
          .isEqualTo("RUNBOOK.md#" + alert.getKey().toLowerCase(Locale.ROOT));
      assertThat(annotations.path("summary").asText()).as(alert.getKey()).isNotBlank();
      assertThat(alert.getValue().at("/labels/severity").asText()).isIn("critical", "warning");
    }
  }

  @Test
  void runbookSaysOfEachAlertAllThatAnOperatorNeeds() throws IOException {
    String[] entries = WatchFiles.runbook().split("\n### ", -1);
    assertThat(entries).hasSize(1 + WatchFiles.alerts().size());
    for (String entry : Arrays.copyOfRange(entries, 1, entries.length)) {
      assertThat(entry)
          .contains("- **Symptom**: ", "- **Metric**: `", "- **Cause**: ", "- **Action**: ");
    }
  }

  @Test
  void runbookRefersToAlertsThatExist() throws IOException {
    List<String> names =
        REFERENCE.matcher(WatchFiles.runbook()).results().map(found -> found.group()).toList();
    assertThat(WatchFiles.alerts().keySet()).containsAll(names);
  }

  @Test
  void rulesForPrometheusOperatorAreTheSame() throws IOException {
    JsonNode spec =
        new YAMLMapper()
            .readTree(
                WatchFiles.DOCKER.resolve("kubernetes/monitoring/prometheus-rule.yaml").toFile())
            .path("spec");
    assertThat(spec).isEqualTo(WatchFiles.rules());
  }

  @Test
  void panelsHaveNumbersOfTheirOwnAndQueries() throws IOException {
    List<Integer> numbers = new ArrayList<>();
    for (JsonNode panel : WatchFiles.panels()) {
      numbers.add(panel.path("id").asInt());
      if (!panel.path("type").asText().equals("row")) {
        assertThat(panel.path("targets")).as(panel.path("title").asText()).isNotEmpty();
      }
    }
    assertThat(numbers).doesNotHaveDuplicates().hasSizeGreaterThan(20);
  }

  @Test
  void misspeltNamesAreMissing() {
    ScrapedMetrics metrics =
        ScrapedMetrics.of(
            """
            # HELP frames used
            frames{camera="a-1",reason="BLACK",} 3.0
            speed{quantile="0.5",} 7.0
            slots 2.0
            """);
    assertThat(missing(metrics, "sum by (job, camera) (rate(frames{job=\"x\"}[5m])) > 2 or slots"))
        .isEmpty();
    assertThat(missing(metrics, "speed{quantile=\"0.5\"} / 1e6 unless speed offset 15m")).isEmpty();
    assertThat(missing(metrics, "rate(frame[5m])")).hasSize(1);
    assertThat(missing(metrics, "frames{reason=\"BLUE\"}")).hasSize(1);
    assertThat(missing(metrics, "sum by (cameras) (frames)")).hasSize(1);
    assertThat(missing(metrics, "frames and slot")).hasSize(1);
  }

  private static List<String> missing(ScrapedMetrics metrics, String query) {
    return metrics.missing(List.of(new Query("here", query)));
  }

  @Test
  void prometheusAcceptsTheRulesAndTheyDoWhatTheirTestsSay() throws Exception {
    assumeThat(exitCode("promtool", "--version")).as("promtool is not installed").isZero();
    assertThat(exitCode("promtool", "check", "rules", "rules.yaml")).isZero();
    assertThat(exitCode("promtool", "check", "config", "prometheus.yaml")).isZero();
    assertThat(exitCode("promtool", "test", "rules", "rules.test.yaml")).isZero();
  }

  /** Of a command in the rules' folder; -1 if there is no such program. */
  private static int exitCode(String... command) throws Exception {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(WatchFiles.PROMETHEUS.toFile())
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      return -1;
    }
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exitCode = process.waitFor();
    if (exitCode != 0) {
      System.out.println(printed);
    }
    return exitCode;
  }
}
