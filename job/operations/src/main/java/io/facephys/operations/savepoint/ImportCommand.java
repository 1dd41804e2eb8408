package io.facephys.operations.savepoint;

import io.facephys.console.Terminal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facephys state import}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    description =
        "Write a new savepoint that also holds the subject of a file that 'export' wrote. The rest of it is as in the given one.")
final class ImportCommand implements Callable<Integer> {
  @Mixin private SavepointArgument argument;
  @Mixin private NewSavepointArgument target;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "FILE",
      description = "The file with the subject.")
  private Path file;

  @Override
  public Integer call() throws Exception {
    SubjectSavepoint savepoint = argument.read();
    SubjectFile subject = SubjectFile.read(file);
    if (!savepoint.find(subject.subjectId()).operators().isEmpty()) {
      throw new IllegalArgumentException(
          "the savepoint already holds subject '%s'; './facephys state erase' removes it"
              .formatted(subject.subjectId()));
    }
    try (SavepointJob job = new SavepointJob(savepoint)) {
      job.writeWith(parts(subject, savepoint), target.folder());
    }
    new Terminal()
        .print("wrote subject '%s' to %s".formatted(subject.subjectId(), target.folder()));
    return 0;
  }

  private static Map<String, StoredSubject> parts(SubjectFile subject, SubjectSavepoint savepoint)
      throws Exception {
    Map<String, StoredSubject> parts = new LinkedHashMap<>();
    for (Map.Entry<String, SubjectFile.Part> part : subject.operators().entrySet()) {
      SubjectOperator operator =
          savepoint.operators().stream()
              .filter(known -> known.hash().equals(part.getKey()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "the file holds state of operator %s, the savepoint does not: run the job with the same options (--vitals), take a savepoint and import into that"
                              .formatted(part.getKey())));
      part.getValue().check(operator);
      parts.put(part.getKey(), part.getValue().subject());
    }
    return parts;
  }
}
