package io.facephys.operations.savepoint;

import io.facephys.console.Terminal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facephys state export}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    description =
        "Write all that a savepoint holds of a subject to a file. A face can be made of it: keep it like a picture.")
final class ExportCommand implements Callable<Integer> {
  @Mixin private SavepointArgument argument;
  @Mixin private SubjectArgument subject;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The file, which must not exist.")
  private Path file;

  @Override
  public Integer call() throws Exception {
    SubjectFile found = subject.find(argument);
    found.write(file);
    new Terminal().print("wrote subject '%s' to %s".formatted(found.subjectId(), file));
    return 0;
  }
}
