package io.facephys.operations.savepoint;

import io.facephys.console.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code facephys state erase}. */
@Command(
    name = "erase",
    mixinStandardHelpOptions = true,
    description =
        "Write a new savepoint without a subject: without its state, its waiting chunks, its timers and the waves that the sinks keep of it. Delete the old savepoint yourself.")
final class EraseCommand implements Callable<Integer> {
  @Mixin private SavepointArgument argument;
  @Mixin private SubjectArgument subject;
  @Mixin private NewSavepointArgument target;

  @Override
  public Integer call() throws Exception {
    SubjectFile found = subject.find(argument);
    try (SavepointJob job = new SavepointJob(argument.read())) {
      job.writeWithout(found.subjectId(), target.folder());
    }
    new Terminal()
        .print(
            "wrote %s without subject '%s'; now delete %s"
                .formatted(target.folder(), found.subjectId(), argument.folder()));
    return 0;
  }
}
