package io.facephys.operations.savepoint;

import io.facephys.testbed.FlinkPath;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** The option that names a savepoint; shared by the commands. */
final class SavepointArgument {
  @Option(
      names = "--savepoint",
      required = true,
      paramLabel = "FOLDER",
      converter = FolderConverter.class,
      description =
          "The savepoint's folder, in Flink's canonical format: a path, or the address that 'cluster savepoint' prints.")
  private Path folder;

  /** Reads a path or an address. */
  static final class FolderConverter implements ITypeConverter<Path> {
    @Override
    public Path convert(String value) {
      return FlinkPath.toLocal(value);
    }
  }

  SubjectSavepoint read() throws IOException {
    return SubjectSavepoint.in(folder);
  }

  Path folder() {
    return folder;
  }
}
