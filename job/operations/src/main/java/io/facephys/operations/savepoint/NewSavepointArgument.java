package io.facephys.operations.savepoint;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names a new savepoint; shared by the commands that write one. */
final class NewSavepointArgument {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      converter = SavepointArgument.FolderConverter.class,
      description = "The new savepoint; the folder must not exist.")
  private Path folder;

  Path folder() {
    return folder;
  }
}
