package io.facephys.operations.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import io.facephys.console.InnermostCause;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The REST interface of a JobManager that runs one job. Its methods throw an {@link IOException} if
 * nobody answers, and an {@link IllegalStateException} if Flink answers with an error.
 *
 * @param address such as {@code http://127.0.0.1:8081}
 */
public record FlinkRest(String address) {
  private static final long POLL_NANOS = Duration.ofMillis(300).toNanos();

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
    return new FlinkRest("http://" + folder.address("rest"));
  }

  /** The job, if the JobManager has one. */
  public Optional<Job> job() throws IOException {
    for (JsonNode job : http().get("/jobs").path("jobs")) {
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
      JsonNode vertices = http().get("/jobs/" + job.get().id()).path("vertices");
      for (JsonNode vertex : vertices) {
        if (!vertex.path("status").asText().equals("RUNNING")) {
          return false;
        }
      }
      return !vertices.isEmpty();
    } catch (IOException | IllegalStateException e) {
      return false; // not up, or it is just losing its job
    }
  }

  /** Numbers of TaskManagers, slots and free slots: {@code taskmanagers}, {@code slots-total}. */
  public JsonNode overview() throws IOException {
    return http().get("/overview");
  }

  /** The newest completed checkpoint since the JobManager started. */
  public Optional<Checkpoint> newestCheckpoint() throws IOException {
    return checkpoint(checkpoints().at("/latest/completed"));
  }

  /** The path of the savepoint with which the job was stopped; empty while it is not. */
  Optional<String> stoppedWith() throws IOException {
    if (job().filter(job -> job.state().equals("FINISHED")).isEmpty()) {
      return Optional.empty();
    }
    return checkpoint(checkpoints().at("/latest/savepoint")).map(Checkpoint::path);
  }

  private JsonNode checkpoints() throws IOException {
    return http().get("/jobs/" + expectJob().id() + "/checkpoints");
  }

  private static Optional<Checkpoint> checkpoint(JsonNode node) {
    return node.isObject()
        ? Optional.of(new Checkpoint(node.path("id").asLong(), node.path("external_path").asText()))
        : Optional.empty();
  }

  /** The innermost cause of the job's last failure since the JobManager started, in a line. */
  public Optional<String> lastCause() throws IOException {
    JsonNode last =
        http()
            .get("/jobs/" + expectJob().id() + "/exceptions?maxExceptions=1")
            .at("/exceptionHistory/entries/0/stacktrace");
    return last.isTextual() ? Optional.of(innermost(last.asText())) : Optional.empty();
  }

  private static String innermost(String stackTrace) {
    return InnermostCause.in(stackTrace.lines().toList())
        .orElseGet(() -> stackTrace.lines().findFirst().orElse(""));
  }

  /** A metric of the job, such as {@code numRestarts}; empty if there is none of this name. */
  public Optional<String> metric(String name) throws IOException {
    JsonNode values = http().get("/jobs/" + expectJob().id() + "/metrics?get=" + name);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(0).path("value").asText());
  }

  /** Takes a savepoint, after which the job goes on, and returns its path. */
  public String savepoint(Duration timeout) throws IOException {
    return trigger("/savepoints", timeout);
  }

  /** Stops the job with a savepoint, whose path it returns; the JobManager ends then. */
  public String stopWithSavepoint(Duration timeout) throws IOException {
    return trigger("/stop", timeout);
  }

  private String trigger(String what, Duration timeout) throws IOException {
    String job = "/jobs/" + expectJob().id();
    String request = http().post(job + what, "{}").path("request-id").asText();
    long deadline = System.nanoTime() + timeout.toNanos();
    while (System.nanoTime() < deadline) {
      JsonNode answer = http().get(job + "/savepoints/" + request);
      if (answer.at("/status/id").asText().equals("COMPLETED")) {
        JsonNode failure = answer.at("/operation/failure-cause/stack-trace");
        if (!failure.isMissingNode()) {
          throw new IllegalStateException(
              "no savepoint, and the job goes on: %s".formatted(innermost(failure.asText())));
        }
        return answer.at("/operation/location").asText();
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    throw new IllegalStateException("no savepoint within %d s".formatted(timeout.toSeconds()));
  }

  private Job expectJob() throws IOException {
    return job()
        .orElseThrow(() -> new IllegalStateException("the JobManager has no job at " + address));
  }

  private RestClient http() {
    return new RestClient(address);
  }
}
