package io.facephys.operations.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The lines that {@code facephys cluster status} prints. */
final class ClusterStatus {
  private ClusterStatus() {}

  static List<String> of(ClusterFolder folder, RunningCluster cluster) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("%-16s %8s  %s".formatted("process", "id", "log"));
    for (String name : folder.processes()) {
      Optional<ProcessHandle> process = folder.process(name);
      String id = process.map(handle -> String.valueOf(handle.pid())).orElse("ended");
      String log = name.equals(ProcessCluster.SUPERVISOR) ? "" : folder.log(name).toString();
      lines.add("%-16s %8s  %s".formatted(name, id, log));
    }
    FlinkRest rest = cluster.rest();
    lines.addAll(ofJob(rest));
    if (folder.process(ProcessCluster.KAFKA).isPresent()) {
      lines.add("Kafka: " + folder.address(ProcessCluster.KAFKA));
    }
    lines.add("Flink: " + rest.address());
    cluster
        .metrics()
        .forEach(
            (name, address) ->
                lines.add("metrics of %s: http://%s/metrics".formatted(name, address)));
    return lines;
  }

  private static List<String> ofJob(FlinkRest rest) {
    try {
      Optional<FlinkRest.Job> job = rest.job();
      if (job.isEmpty()) {
        return List.of("job: none");
      }
      List<String> lines = new ArrayList<>(List.of(state(job.get(), rest)));
      rest.lastCause().ifPresent(cause -> lines.add("last failure: " + cause));
      lines.add(
          rest.newestCheckpoint()
              .map(newest -> "checkpoint: %d, %s".formatted(newest.number(), newest.path()))
              .orElse("checkpoint: none since the JobManager's start"));
      return lines;
    } catch (IOException | IllegalStateException e) {
      return List.of("job: the JobManager does not answer (" + e + ")");
    }
  }

  private static String state(FlinkRest.Job job, FlinkRest rest) throws IOException {
    JsonNode overview = rest.overview();
    return "job: %s%s, %s of %s slots used, restarted %s times since the JobManager's start"
        .formatted(
            job.state(),
            job.state().equals("RUNNING") && !rest.running() ? ", but not all of its tasks" : "",
            overview.path("slots-total").asInt() - overview.path("slots-available").asInt(),
            overview.path("slots-total").asInt(),
            rest.metric("numRestarts").orElse("?"));
  }
}
