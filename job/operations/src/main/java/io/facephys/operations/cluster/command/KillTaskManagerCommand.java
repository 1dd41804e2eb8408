package io.facephys.operations.cluster.command;

import io.facephys.console.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code facephys cluster kill-taskmanager}. */
@Command(
    name = "kill-taskmanager",
    mixinStandardHelpOptions = true,
    description =
        "Kill a TaskManager (kill -9). It is started again, and the job goes on from its last checkpoint.")
final class KillTaskManagerCommand implements Callable<Integer> {
  @Mixin private FolderArgument folder;

  @Parameters(paramLabel = "ID", description = "Its number, or its name as 'status' shows it.")
  private String id;

  @Override
  public Integer call() throws Exception {
    String name = id.matches("[0-9]+") ? "taskmanager-" + id : id;
    long process = folder.running().kill(name);
    new Terminal().print("killed %s, process %d".formatted(name, process));
    return 0;
  }
}
