package io.facephys.operations.cluster.command;

import io.facephys.console.Terminal;
import io.facephys.operations.cluster.RunningCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code facephys cluster}: the job on a Flink cluster of processes on this machine. */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    description =
        "Rehearse operations: run the job's jar on a Flink cluster of processes on this machine, with high availability. This is not for production, where Flink's own scripts or Kubernetes start the processes.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {StartCommand.class, LoadCommand.class})
public final class ClusterCommand {
  private static final int NOT_RUNNING = 3;
  private static final Duration START_TIMEOUT = Duration.ofMinutes(5);

  private final Terminal terminal = new Terminal();

  @Command(
      name = "status",
      mixinStandardHelpOptions = true,
      description = "Show the processes, the job and its last checkpoint.",
      exitCodeListHeading = "%nExit codes:%n",
      exitCodeList = {"0:The job runs.", "1:No cluster runs.", "3:The job does not run."})
  int status(@Mixin FolderArgument folder) throws IOException {
    RunningCluster cluster = folder.running();
    cluster.status().forEach(terminal::print);
    return cluster.rest().running() ? 0 : NOT_RUNNING;
  }

  @Command(
      name = "kill-taskmanager",
      mixinStandardHelpOptions = true,
      description =
          "Kill a TaskManager (kill -9). It is started again, and the job goes on from its last checkpoint.")
  void killTaskManager(
      @Mixin FolderArgument folder,
      @Parameters(paramLabel = "ID", description = "Its number, or its name as 'status' shows it.")
          String id)
      throws Exception {
    kill(folder, id.matches("[0-9]+") ? "taskmanager-" + id : id);
  }

  @Command(
      name = "kill-jobmanager",
      mixinStandardHelpOptions = true,
      description =
          "Kill the JobManager (kill -9). It is started again, and the job goes on from its last checkpoint.")
  void killJobManager(@Mixin FolderArgument folder) throws Exception {
    kill(folder, "jobmanager");
  }

  private void kill(FolderArgument folder, String process) throws Exception {
    long id = folder.running().kill(process);
    terminal.print("killed %s, process %d".formatted(process, id));
  }

  @Command(
      name = "savepoint",
      mixinStandardHelpOptions = true,
      description =
          "Take a savepoint, after which the job goes on, and print its path. Whoever starts from it needs the savepoint only, no checkpoint.")
  void savepoint(@Mixin FolderArgument folder) throws IOException {
    terminal.print(folder.running().savepoint());
  }

  @Command(
      name = "rescale",
      mixinStandardHelpOptions = true,
      description =
          "Stop the job with a savepoint and start it from there with another number of slots.")
  void rescale(
      @Mixin FolderArgument folder,
      @Parameters(paramLabel = "N", description = "Slots that the job then uses.") int slots)
      throws IOException {
    RunningCluster cluster = folder.running();
    int there = cluster.rest().overview().path("slots-total").asInt();
    if (slots < 1 || slots > there) {
      throw new IllegalArgumentException(
          "%d slots are wanted, 1 to %d are there; 'start --task-managers' gives more"
              .formatted(slots, there));
    }
    terminal.print("stopped with savepoint " + cluster.rescale(slots));
    long end = System.nanoTime() + START_TIMEOUT.toNanos();
    while (!cluster.rest().running()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException(
            "the job does not run after %d minutes; './facephys cluster status' shows why, and the logs"
                .formatted(START_TIMEOUT.toMinutes()));
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
      terminal.update(List.of("waiting for the job to run with %d slots".formatted(slots)));
    }
    terminal.print("the job runs with %d slots".formatted(slots));
  }

  @Command(
      name = "stop",
      mixinStandardHelpOptions = true,
      description =
          "Stop the job with a savepoint and end all processes. The next 'start' in this folder goes on from there.")
  void stop(
      @Mixin FolderArgument folder,
      @Option(
              names = "--without-savepoint",
              description =
                  "End the processes at once. The next 'start' goes on from the last checkpoint.")
          boolean withoutSavepoint)
      throws Exception {
    RunningCluster cluster = folder.running();
    if (withoutSavepoint) {
      cluster.end();
      terminal.print("ended");
    } else {
      terminal.print("stopped with savepoint " + cluster.stop());
    }
  }
}
