package io.facephys.operations.cluster.command;

import io.facephys.console.Interruption;
import io.facephys.console.Terminal;
import io.facephys.operations.cluster.ClusterFolder;
import io.facephys.operations.cluster.ClusterOptions;
import io.facephys.operations.cluster.FlinkRest;
import io.facephys.operations.cluster.ProcessCluster;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code facephys cluster start}: runs until Ctrl-C or {@code stop}. */
@Command(
    name = "start",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Start ZooKeeper, Kafka, a JobManager and TaskManagers as processes of their own, with docker/flink/config.yaml, and run the job's jar on them.",
      "What ends is started again. Ctrl-C ends all processes, and the next 'start' in this folder goes on from the last checkpoint; 'stop' takes a savepoint first.",
      "Everything listens on 127.0.0.1, but for --metrics.",
    })
final class StartCommand implements Callable<Integer> {
  private static final String DOWN = "The job does not run.";

  @Mixin private FolderArgument folder;
  @Mixin private ClusterOptions options;

  private final Terminal terminal = new Terminal();

  @Override
  public Integer call() throws Exception {
    ClusterFolder place = folder.folder();
    terminal.print("Starting the cluster in %s. Ctrl-C ends it.".formatted(place.root()));
    try (Interruption interruption = Interruption.awaitCleanUp();
        ProcessCluster cluster = ProcessCluster.start(place, options)) {
      terminal.print("Kafka: " + cluster.bootstrapServers());
      terminal.print("Flink: " + cluster.rest().address());
      String last = DOWN;
      while (!Interruption.requested()) {
        cluster.supervise().forEach(terminal::print);
        String state = state(cluster.rest());
        if (!state.equals(last)) {
          terminal.print(state);
          last = state;
        }
        LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
      }
    }
    return 0;
  }

  private static String state(FlinkRest rest) {
    if (rest.running()) {
      return "The job runs.";
    }
    try {
      return rest.lastCause().map("The job does not run: %s"::formatted).orElse(DOWN);
    } catch (IOException | IllegalStateException e) {
      return DOWN;
    }
  }
}
