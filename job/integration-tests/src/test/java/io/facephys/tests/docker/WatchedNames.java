package io.facephys.tests.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;

/** Checks what alerts, dashboard and runbook name against what a running cluster shows. */
public final class WatchedNames {
  private WatchedNames() {}

  /**
   * Fails if they name a metric or a label that no process shows.
   *
   * @param addresses {@code host:port} of each of Flink's processes
   */
  public static void expectAllAt(Map<String, String> addresses) throws IOException {
    ScrapedMetrics metrics = ScrapedMetrics.from(addresses.values());
    assertThat(metrics.missing(WatchFiles.queries())).isEmpty();
  }
}
