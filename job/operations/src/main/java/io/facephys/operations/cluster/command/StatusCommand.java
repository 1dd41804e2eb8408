package io.facephys.operations.cluster.command;

import io.facephys.console.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code facephys cluster status}. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Show the processes, the job and its last checkpoint.")
final class StatusCommand implements Callable<Integer> {
  @Mixin private FolderArgument folder;

  @Override
  public Integer call() throws Exception {
    folder.running().status().forEach(new Terminal()::print);
    return 0;
  }
}
