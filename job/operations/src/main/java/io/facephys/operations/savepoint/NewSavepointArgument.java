package io.facephys.operations.savepoint;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a new savepoint goes; shared by the commands that write one. */
final class NewSavepointArgument {
  @Option(
      names = "--out",
      required = true,
      paramLabel = "FOLDER",
      description = "The new savepoint; the folder must not exist.")
  private Path folder;

  Path folder() {
    return folder;
  }
}
