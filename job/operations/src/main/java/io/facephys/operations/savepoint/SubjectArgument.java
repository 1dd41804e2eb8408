package io.facephys.operations.savepoint;

import picocli.CommandLine.Option;

/** The option that names a subject; shared by the commands. */
final class SubjectArgument {
  @Option(
      names = "--subject",
      required = true,
      paramLabel = "ID",
      description = "The subject's id.")
  private String id;

  /**
   * Reads all that a savepoint holds of the subject.
   *
   * @throws IllegalArgumentException if it holds nothing of it
   */
  SubjectFile find(SavepointArgument savepoint) throws Exception {
    SubjectFile found = savepoint.read().find(id);
    if (found.operators().isEmpty()) {
      throw new IllegalArgumentException(
          "the savepoint holds nothing of subject '%s'; './facephys state list --savepoint %s' lists its subjects"
              .formatted(id, savepoint.folder()));
    }
    return found;
  }
}
