package io.facephys.operations.cluster.command;

import io.facephys.console.Terminal;
import io.facephys.operations.cluster.RunningCluster;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code facephys cluster rescale}. */
@Command(
    name = "rescale",
    mixinStandardHelpOptions = true,
    description =
        "Stop the job with a savepoint and start it from there with another number of slots.")
final class RescaleCommand implements Callable<Integer> {
  @Mixin private FolderArgument folder;

  @Parameters(paramLabel = "N", description = "Slots that the job then uses.")
  private int slots;

  @Override
  public Integer call() throws Exception {
    RunningCluster cluster = folder.running();
    int there = cluster.rest().overview().path("slots-total").asInt();
    if (slots < 1 || slots > there) {
      throw new IllegalArgumentException(
          "%d slots are wanted, 1 to %d are there; 'start --task-managers' gives more"
              .formatted(slots, there));
    }
    Terminal terminal = new Terminal();
    terminal.print("stopped with savepoint " + cluster.rescale(slots));
    while (!cluster.rest().running()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
      terminal.update(List.of("waiting for the job to run with %d slots".formatted(slots)));
    }
    terminal.print("the job runs with %d slots".formatted(slots));
    return 0;
  }
}
