package io.facephys.operations.cluster.command;

import io.facephys.console.Interruption;
import io.facephys.console.Terminal;
import io.facephys.operations.cluster.ClusterFolder;
import io.facephys.operations.cluster.ClusterOptions;
import io.facephys.operations.cluster.FlinkRest;
import io.facephys.operations.cluster.ProcessCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

  @Option(
      names = "--task-managers",
      paramLabel = "N",
      defaultValue = "1",
      description = "Number of TaskManagers. Default: ${DEFAULT-VALUE}.")
  private int taskManagers;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      description = "Slots that the job uses. Default: all slots of all TaskManagers.")
  private Optional<Integer> parallelism = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "URI",
      description =
          "Start from this checkpoint or savepoint ('./facephys state check' says which are whole), not from the last one.")
  private Optional<String> from = Optional.empty();

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description =
          "Kafka brokers that run already. Default: a broker of the cluster's own, with the job's topics.")
  private Optional<String> bootstrapServers = Optional.empty();

  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description = "The job's jar. Default: the one that this repository builds.")
  private Optional<Path> jar = Optional.empty();

  @Option(
      names = "--metrics",
      description =
          "Show metrics to Prometheus; 'status' says where. Flink's reporter listens on every address of this machine.")
  private boolean metrics;

  @Option(
      names = "-D",
      paramLabel = "KEY=VALUE",
      description =
          "A setting of Flink over docker/flink/config.yaml, for example -D execution.checkpointing.interval=2s. May be repeated.")
  private Map<String, String> settings = Map.of();

  @Parameters(
      paramLabel = "JOB OPTION",
      description =
          "Options of the job, after '--': for example -- --delivery at-least-once ('./facephys job --help' lists them).")
  private List<String> jobArguments = List.of();

  private final Terminal terminal = new Terminal();

  @Override
  public Integer call() throws Exception {
    ClusterFolder place = folder.folder();
    terminal.print("Starting the cluster in %s. Ctrl-C ends it.".formatted(place.root()));
    try (Interruption interruption = Interruption.awaitCleanUp();
        ProcessCluster cluster = ProcessCluster.start(place, options())) {
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

  private ClusterOptions options() {
    ClusterOptions.Builder options =
        ClusterOptions.in(FolderArgument.root())
            .taskManagers(taskManagers)
            .parallelism(parallelism)
            .from(from)
            .bootstrapServers(bootstrapServers)
            .settings(settings)
            .jobArguments(jobArguments);
    jar.ifPresent(options::jar);
    if (metrics) {
      options.metrics();
    }
    return options.build();
  }
}
