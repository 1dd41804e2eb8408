package io.facephys.operations.savepoint;

import io.facephys.console.Terminal;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code facephys state restart}. */
@Command(
    name = "restart",
    mixinStandardHelpOptions = true,
    description =
        "Write a new savepoint without the model states, for a job with another model: each subject goes on in a new segment from that model's initial state. Everything else is as in the given one: places in Kafka, clocks, waiting chunks, what the sinks keep.")
final class RestartCommand implements Callable<Integer> {
  @Mixin private SavepointArgument argument;
  @Mixin private NewSavepointArgument target;

  @Override
  public Integer call() throws Exception {
    try (SavepointJob job = new SavepointJob(argument.read())) {
      job.writeWithoutModelStates(target.folder());
    }
    new Terminal()
        .print(
            "wrote %s, from which a job with any model starts; %s is the way back"
                .formatted(target.folder(), argument.folder()));
    return 0;
  }
}
