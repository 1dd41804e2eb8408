package io.facephys.operations.cluster.command;

import io.facephys.console.Terminal;
import io.facephys.operations.cluster.RunningCluster;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facephys cluster stop}. */
@Command(
    name = "stop",
    mixinStandardHelpOptions = true,
    description =
        "Stop the job with a savepoint and end all processes. The next 'start' in this folder goes on from there.")
final class StopCommand implements Callable<Integer> {
  @Mixin private FolderArgument folder;

  @Option(
      names = "--without-savepoint",
      description = "End the processes at once. The next 'start' goes on from the last checkpoint.")
  private boolean withoutSavepoint;

  @Override
  public Integer call() throws Exception {
    RunningCluster cluster = folder.running();
    if (withoutSavepoint) {
      cluster.end();
      new Terminal().print("ended");
    } else {
      new Terminal().print("stopped with savepoint " + cluster.stop());
    }
    return 0;
  }
}
