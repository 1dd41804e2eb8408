package io.facephys.operations.cluster.command;

import io.facephys.console.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code facephys cluster savepoint}. */
@Command(
    name = "savepoint",
    mixinStandardHelpOptions = true,
    description =
        "Take a savepoint, after which the job goes on, and print its path. Whoever starts from it needs the savepoint only, no checkpoint.")
final class SavepointCommand implements Callable<Integer> {
  @Mixin private FolderArgument folder;

  @Override
  public Integer call() throws Exception {
    new Terminal().print(folder.running().savepoint());
    return 0;
  }
}
