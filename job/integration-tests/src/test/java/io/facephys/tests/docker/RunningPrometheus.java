package io.facephys.tests.docker;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.facephys.testbed.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.awaitility.Awaitility;

/**
 * Prometheus with the shipped rules, whose times and limits are cut down so that an alert fires
 * within seconds.
 */
public final class RunningPrometheus implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** Longer than it takes to read all targets and evaluate the rules twice. */
  private static final Duration QUIET = Duration.ofSeconds(6);

  private final Process process;
  private final String address;

  private RunningPrometheus(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Whether the program is installed. */
  public static boolean isInstalled() {
    try {
      return new ProcessBuilder("prometheus", "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * Starts it.
   *
   * @param targets {@code host:port} of what it reads every 2 s
   */
  public static RunningPrometheus start(Path folder, Collection<String> targets)
      throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("rules.yaml"), quick(Files.readString(WatchFiles.RULES)));
    Files.writeString(
        folder.resolve("prometheus.yaml"),
        """
        global: {scrape_interval: 2s, evaluation_interval: 2s}
        rule_files: [rules.yaml]
        scrape_configs:
          - job_name: facephys
            static_configs: [{targets: %s}]
        """
            .formatted(new ObjectMapper().writeValueAsString(targets)));
    String address = "127.0.0.1:" + FreePort.otherThan(Set.of());
    Process process =
        new ProcessBuilder(
                "prometheus",
                "--config.file=" + folder.resolve("prometheus.yaml"),
                "--storage.tsdb.path=" + folder.resolve("data"),
                "--web.listen-address=" + address)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    return new RunningPrometheus(process, address);
  }

  private static String quick(String rules) {
    return rules
        .replaceAll("for: [0-9]+m", "for: 0s")
        .replace("[5m]", "[20s]")
        .replace("Timestamp) / 1000 > 300", "Timestamp) / 1000 > 30")
        .replace("Duration) / 1000 > 60", "Duration) / 1000 > 1")
        .replaceAll("(?m)^( +)> 30$", "$1> 5")
        .replace("0.8 * 20 * 2^30", "20 * 2^20");
  }

  /** Lets something happen of which alerts warn. */
  @FunctionalInterface
  public interface Cause {
    void happen() throws Exception;
  }

  /**
   * Waits until none of these alerts fires, causes them, and waits until each has fired. Says how
   * long that took.
   */
  public void expectAlerts(Cause cause, String... names) throws Exception {
    Awaitility.await("quiet before its cause")
        .during(QUIET)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .untilAsserted(() -> assertThat(firing()).doesNotContain(names));
    cause.happen();
    long start = System.nanoTime();
    for (String name : names) {
      Awaitility.await(name)
          .atMost(PATIENCE)
          .pollInterval(Duration.ofSeconds(1))
          .untilAsserted(() -> assertThat(firing()).contains(name));
      System.out.printf(
          "%s fires after %d s%n", name, Duration.ofNanos(System.nanoTime() - start).toSeconds());
    }
  }

  /** The names of the alerts that fire. */
  private Set<String> firing() throws IOException {
    Set<String> names = new TreeSet<>();
    for (JsonNode alert : get("/api/v1/alerts").at("/data/alerts")) {
      if (alert.path("state").asText().equals("firing")) {
        names.add(alert.at("/labels/alertname").asText());
      }
    }
    return names;
  }

  /**
   * What of the dashboard and of the metrics of alerts and runbook gives no data; a line each. An
   * alert itself gives data only when it fires.
   */
  public List<String> withoutData() throws IOException {
    List<String> without = new ArrayList<>();
    for (Query query : WatchFiles.queries()) {
      List<String> parts =
          query.place().startsWith("alert")
              ? query.selectors().stream().map(Query.Selector::metric).toList()
              : List.of(query.text());
      for (String part : parts) {
        String text = part.replace("$job", "facephys").replace("$__rate_interval", "20s");
        JsonNode answer =
            get("/api/v1/query?query=" + URLEncoder.encode(text, StandardCharsets.UTF_8));
        if (answer.at("/data/result").isEmpty()) {
          without.add("%s: %s gives %s".formatted(query.place(), text, answer));
        }
      }
    }
    return without;
  }

  private JsonNode get(String path) throws IOException {
    try {
      HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address + path)).build();
      return new ObjectMapper()
          .readTree(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
