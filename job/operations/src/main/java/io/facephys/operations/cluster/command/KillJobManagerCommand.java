package io.facephys.operations.cluster.command;

import io.facephys.console.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code facephys cluster kill-jobmanager}. */
@Command(
    name = "kill-jobmanager",
    mixinStandardHelpOptions = true,
    description =
        "Kill the JobManager (kill -9). It is started again, and the job goes on from its last checkpoint.")
final class KillJobManagerCommand implements Callable<Integer> {
  @Mixin private FolderArgument folder;

  @Override
  public Integer call() throws Exception {
    long id = folder.running().kill("jobmanager");
    new Terminal().print("killed jobmanager, process " + id);
    return 0;
  }
}
