package io.facephys.local.cluster;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The REST interface of a JobManager that runs one job. Its methods throw an {@link IOException} if
 * nobody answers, and an {@link IllegalStateException} if Flink answers with an error.
 *
 * @param address such as {@code http://127.0.0.1:8081}
 */
public record FlinkRest(String address) {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(20);
  private static final long POLL_MILLIS = 300;

  /**
   * The job.
   *
   * @param id hexadecimal
   * @param state Flink's word, such as {@code RUNNING}
   */
  public record Job(String id, String state) {}

  /**
   * A completed checkpoint.
   *
   * @param path of its folder
   * @param number rises by one with each checkpoint that was begun
   */
  public record Checkpoint(long number, String path) {}

  static FlinkRest of(ClusterFolder folder) throws IOException {
    return new FlinkRest(
        "http://%s:%d".formatted(ClusterSettings.LOOPBACK, new ClusterSettings(folder).restPort()));
  }

  /** The job, if the JobManager has one. */
  public Optional<Job> job() throws IOException {
    for (JsonNode job : get("/jobs").path("jobs")) {
      return Optional.of(new Job(job.path("id").asText(), job.path("status").asText()));
    }
    return Optional.empty();
  }

  /** Whether all tasks of the job run; false also while nobody answers. */
  public boolean running() {
    try {
      Optional<Job> job = job();
      if (job.isEmpty() || !job.get().state().equals("RUNNING")) {
        return false;
      }
      for (JsonNode vertex : get("/jobs/" + job.get().id()).path("vertices")) {
        if (!vertex.path("status").asText().equals("RUNNING")) {
          return false;
        }
      }
      return true;
    } catch (IOException | IllegalStateException e) {
      return false; // not up, or it is just losing its job
    }
  }

  /** Numbers of TaskManagers, slots and free slots: {@code taskmanagers}, {@code slots-total}. */
  public JsonNode overview() throws IOException {
    return get("/overview");
  }

  /** The newest completed checkpoint since the JobManager started. */
  public Optional<Checkpoint> newestCheckpoint() throws IOException {
    JsonNode newest = get("/jobs/" + expectJob().id() + "/checkpoints").at("/latest/completed");
    return newest.isObject()
        ? Optional.of(
            new Checkpoint(newest.path("id").asLong(), newest.path("external_path").asText()))
        : Optional.empty();
  }

  /** A metric of the job, such as {@code numRestarts}; empty if there is none of this name. */
  public Optional<String> metric(String name) throws IOException {
    JsonNode values = get("/jobs/" + expectJob().id() + "/metrics?get=" + name);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0).path("value").asText());
  }

  /**
   * Takes a savepoint, after which the job goes on.
   *
   * @return its path
   */
  public String savepoint(Duration timeout) throws IOException {
    return trigger("/savepoints", timeout);
  }

  /**
   * Stops the job with a savepoint, after which the JobManager ends.
   *
   * @return the savepoint's path
   */
  public String stopWithSavepoint(Duration timeout) throws IOException {
    return trigger("/stop", timeout);
  }

  private String trigger(String what, Duration timeout) throws IOException {
    String job = "/jobs/" + expectJob().id();
    String request = post(job + what, "{}").path("request-id").asText();
    long deadline = System.nanoTime() + timeout.toNanos();
    while (System.nanoTime() < deadline) {
      JsonNode answer = get(job + "/savepoints/" + request);
      if (answer.at("/status/id").asText().equals("COMPLETED")) {
        JsonNode failure = answer.at("/operation/failure-cause/stack-trace");
        if (!failure.isMissingNode()) {
          throw new IllegalStateException("no savepoint: " + failure.asText().strip());
        }
        return answer.at("/operation/location").asText();
      }
      pause();
    }
    throw new IllegalStateException("no savepoint within %d s".formatted(timeout.toSeconds()));
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private Job expectJob() throws IOException {
    return job()
        .orElseThrow(() -> new IllegalStateException("the JobManager has no job at " + address));
  }

  private JsonNode get(String path) throws IOException {
    return send(request(path).GET().build());
  }

  private JsonNode post(String path, String body) throws IOException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(address + path)).timeout(REQUEST_TIMEOUT);
  }

  private static JsonNode send(HttpRequest request) throws IOException {
    try {
      HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
      if (response.statusCode() >= 400) {
        throw new IllegalStateException(
            "%s answered %d: %s"
                .formatted(request.uri(), response.statusCode(), reason(response.body())));
      }
      return JSON.readTree(response.body());
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /** The last of the errors in Flink's answer, without the stack trace. */
  private static String reason(String body) throws IOException {
    JsonNode errors = JSON.readTree(body).path("errors");
    String last = errors.isEmpty() ? body : errors.get(errors.size() - 1).asText();
    return last.lines().filter(line -> !line.startsWith("\t")).limit(2).collect(joining(" "));
  }

  private static IOException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IOException("interrupted", e);
  }
}
