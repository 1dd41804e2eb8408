package io.facephys.operations.cluster.command;

import io.facephys.console.Terminal;
import io.facephys.operations.cluster.StoredCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code facephys cluster checkpoints}. */
@Command(
    name = "checkpoints",
    mixinStandardHelpOptions = true,
    description = {
      "List the checkpoints and savepoints below a folder, the newest first, and say which of them are complete: the metadata can be read, all files are there in full length, and the checksums in RocksDB's tables are right.",
      "The last line is the newest complete one; exit code 1 if there is none.",
    })
final class CheckpointsCommand implements Callable<Integer> {
  @Mixin private FolderArgument folder;

  @Parameters(
      paramLabel = "STATE",
      arity = "0..1",
      description = "The folder of any cluster's checkpoints. Default: that of --folder.")
  private Optional<Path> state = Optional.empty();

  @Option(
      names = "--prune",
      description =
          "Delete the checkpoints of jobs that ran before in --folder, and keep what the running job uses. Savepoints are yours to delete.")
  private boolean prune;

  @Override
  public Integer call() throws Exception {
    if (prune && state.isPresent()) {
      throw new IllegalArgumentException(
          "--prune is for the cluster of --folder, not for " + state.get());
    }
    if (prune) {
      folder.running().prune().forEach(new Terminal()::print);
    }
    return list();
  }

  private int list() throws IOException {
    Path place = state.orElse(folder.folder().state());
    if (!Files.isDirectory(place)) {
      throw new IllegalArgumentException("there is no folder " + place);
    }
    Terminal terminal = new Terminal();
    List<StoredCheckpoint> checkpoints = StoredCheckpoint.in(place);
    for (StoredCheckpoint checkpoint : checkpoints) {
      terminal.print(
          "%s  %s  %s"
              .formatted(
                  checkpoint.time(),
                  checkpoint.path(),
                  checkpoint
                      .problem()
                      .map(problem -> "INCOMPLETE: " + problem)
                      .orElse("complete")));
    }
    Optional<StoredCheckpoint> newest =
        checkpoints.stream().filter(checkpoint -> checkpoint.problem().isEmpty()).findFirst();
    terminal.print(
        newest
            .map(checkpoint -> checkpoint.path().toUri().toString())
            .orElse("no complete checkpoint below " + place));
    return newest.isPresent() ? 0 : 1;
  }
}
