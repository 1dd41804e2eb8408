package io.facephys.operations.savepoint;

import io.facephys.console.Terminal;
import io.facephys.pipeline.state.CameraStates;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code facephys state list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description =
        "List the subjects of a savepoint: cameras, bytes, when a chunk of each camera was last processed, and the model.")
final class ListCommand implements Callable<Integer> {
  private static final String ROW = "%-24s %-20s %12s %12s %8s  %-24s %s";

  @Mixin private SavepointArgument argument;

  @Override
  public Integer call() throws Exception {
    SubjectSavepoint savepoint = argument.read();
    Map<String, Long> bytes = new HashMap<>();
    Map<String, SubjectSummary> subjects = new TreeMap<>();
    Progress progress = new Progress();
    for (SubjectOperator operator : savepoint.operators()) {
      try (SavepointJob job = new SavepointJob(savepoint)) {
        for (SubjectSummary summary :
            job.collect(
                operator,
                subject -> SubjectSummary.of(subject, operator),
                SubjectSummary.class,
                read ->
                    progress.update("%d subjects of operator %s".formatted(read, operator.id())))) {
          bytes.merge(summary.subjectId(), summary.bytes(), Long::sum);
          if (operator.has(CameraStates.CAMERA_CLOCK)) {
            subjects.put(summary.subjectId(), summary);
          }
        }
      }
    }
    print(savepoint, subjects, bytes);
    return 0;
  }

  private static void print(
      SubjectSavepoint savepoint, Map<String, SubjectSummary> subjects, Map<String, Long> bytes) {
    Terminal terminal = new Terminal();
    terminal.print("model %s".formatted(savepoint.model()));
    terminal.print(
        ROW.formatted(
            "subject", "camera", "state bytes", "all bytes", "waiting", "last chunk", "age"));
    Instant now = Instant.now();
    for (SubjectSummary subject : subjects.values()) {
      for (SubjectSummary.Camera camera : subject.cameras()) {
        Instant last = Instant.ofEpochMilli(camera.lastProcessedMillis());
        terminal.print(
            ROW.formatted(
                subject.subjectId(),
                camera.cameraId(),
                camera.stateBytes(),
                bytes.get(subject.subjectId()),
                camera.waiting(),
                last,
                age(Duration.between(last, now))));
      }
    }
    terminal.print(
        "%d subjects, %d bytes"
            .formatted(subjects.size(), bytes.values().stream().mapToLong(Long::longValue).sum()));
  }

  private static String age(Duration age) {
    return "%d d %02d:%02d:%02d"
        .formatted(age.toDays(), age.toHoursPart(), age.toMinutesPart(), age.toSecondsPart());
  }
}
