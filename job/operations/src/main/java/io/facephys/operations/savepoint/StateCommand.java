package io.facephys.operations.savepoint;

import io.facephys.console.Terminal;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code facephys state}: what a savepoint holds of each subject. */
@Command(
    name = "state",
    mixinStandardHelpOptions = true,
    description =
        "Check whether a checkpoint is whole; list, show, export, import and erase what a savepoint of the job holds of a subject, or restart all subjects. A savepoint is never changed: import, erase and restart write a new one.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ListCommand.class, ShowCommand.class, CheckpointCommand.class})
public final class StateCommand {
  private final Terminal terminal = new Terminal();

  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description =
          "Write all that a savepoint holds of a subject to a file. A face can be made of it: keep it like a picture.")
  void exportSubject(
      @Mixin SavepointArgument savepoint,
      @Mixin SubjectArgument subject,
      @Option(
              names = "--out",
              required = true,
              paramLabel = "FILE",
              description = "The file, which must not exist.")
          Path file)
      throws Exception {
    SubjectFile found = subject.find(savepoint);
    found.write(file);
    terminal.print("wrote subject '%s' to %s".formatted(found.subjectId(), file));
  }

  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description =
          "Write a new savepoint that also holds the subject of a file that 'export' wrote. The rest of it is as in the given one.")
  void importSubject(
      @Mixin SavepointArgument argument,
      @Mixin NewSavepointArgument target,
      @Option(
              names = "--from",
              required = true,
              paramLabel = "FILE",
              description = "The file with the subject.")
          Path file)
      throws Exception {
    SubjectSavepoint savepoint = argument.read();
    SubjectFile subject = SubjectFile.read(file);
    if (!savepoint.find(subject.subjectId()).operators().isEmpty()) {
      throw new IllegalArgumentException(
          "the savepoint already holds subject '%s'; './facephys state erase' removes it"
              .formatted(subject.subjectId()));
    }
    subject.check(savepoint);
    try (SavepointJob job = new SavepointJob(savepoint)) {
      job.writeWith(subject, target.folder());
    }
    terminal.print("wrote subject '%s' to %s".formatted(subject.subjectId(), target.folder()));
  }

  @Command(
      name = "erase",
      mixinStandardHelpOptions = true,
      description =
          "Write a new savepoint without a subject: without its state, its waiting chunks, its timers and the waves that the sinks keep of it. Delete the old savepoint yourself.")
  void erase(
      @Mixin SavepointArgument savepoint,
      @Mixin SubjectArgument subject,
      @Mixin NewSavepointArgument target)
      throws Exception {
    String id = subject.find(savepoint).subjectId();
    try (SavepointJob job = new SavepointJob(savepoint.read())) {
      job.writeWithout(id, target.folder());
    }
    terminal.print(
        "wrote %s without subject '%s'; now delete %s"
            .formatted(target.folder(), id, savepoint.folder()));
  }

  @Command(
      name = "restart",
      mixinStandardHelpOptions = true,
      description =
          "Write a new savepoint without the model states, for a job with another model: each subject goes on in a new segment from that model's initial state. Everything else is as in the given one: places in Kafka, clocks, waiting chunks, what the sinks keep.")
  void restart(@Mixin SavepointArgument savepoint, @Mixin NewSavepointArgument target)
      throws Exception {
    try (SavepointJob job = new SavepointJob(savepoint.read())) {
      job.writeWithoutModelStates(target.folder());
    }
    terminal.print(
        "wrote %s, from which a job with any model starts; %s is the way back"
            .formatted(target.folder(), savepoint.folder()));
  }
}
