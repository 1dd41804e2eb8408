package io.facephys.operations.savepoint;

import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option that names a savepoint; shared by the commands. */
final class SavepointArgument {
  @Option(
      names = "--savepoint",
      required = true,
      paramLabel = "FOLDER",
      description = "The savepoint's folder, in Flink's canonical format.")
  private Path folder;

  SubjectSavepoint read() throws IOException {
    return SubjectSavepoint.in(folder);
  }

  Path folder() {
    return folder;
  }
}
