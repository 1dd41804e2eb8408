package io.facephys.local;

import io.facephys.local.bench.BenchCommand;
import io.facephys.local.cluster.Interruption;
import io.facephys.local.cluster.TemporaryFolder;
import io.facephys.local.command.InferCommand;
import io.facephys.local.command.JobCommand;
import io.facephys.local.command.ProduceCommand;
import io.facephys.local.command.WatchCommand;
import io.facephys.local.demo.DemoCommand;
import io.facephys.local.evaluate.EvaluateCommand;
import io.facephys.pipeline.config.JobVersion;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

/** The launcher's main class. */
@Command(
    name = "facephys",
    mixinStandardHelpOptions = true,
    versionProvider = JobVersion.class,
    description = "Contactless pulse from camera fleets, as a stream.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      BenchCommand.class,
      DemoCommand.class,
      EvaluateCommand.class,
      InferCommand.class,
      ProduceCommand.class,
      WatchCommand.class,
    })
public final class FacePhys {
  private FacePhys() {}

  public static void main(String[] arguments) {
    Runtime.getRuntime().addShutdownHook(new Thread(FacePhys::cleanUp, "clean-up"));
    Locale.setDefault(Locale.ROOT); // what one machine prints another may read
    System.exit(commandLine().execute(arguments));
  }

  private static void cleanUp() {
    Interruption.request();
    TemporaryFolder.ofProcess().ifPresent(TemporaryFolder::close);
  }

  public static CommandLine commandLine() {
    // The job has options of its own; they pass through.
    CommandLine job =
        new CommandLine(new JobCommand()).setUnmatchedOptionsArePositionalParams(true);
    return new CommandLine(new FacePhys())
        .addSubcommand(job)
        .setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler(sayWhatIsWrong());
  }

  private static IExecutionExceptionHandler sayWhatIsWrong() {
    return (exception, commandLine, parsed) -> {
      commandLine.getErr().println("facephys: " + message(exception));
      if (System.getenv("FACEPHYS_DEBUG") != null) {
        exception.printStackTrace(commandLine.getErr());
      } else {
        commandLine.getErr().println("(FACEPHYS_DEBUG=1 shows where it happened)");
      }
      return commandLine.getCommandSpec().exitCodeOnExecutionException();
    };
  }

  private static String message(Throwable exception) {
    Throwable told = exception;
    while (told instanceof java.util.concurrent.ExecutionException && told.getCause() != null) {
      told = told.getCause();
    }
    // Messages of our own say it all; others need their class to make sense.
    boolean own =
        told instanceof IllegalArgumentException
            || told instanceof IllegalStateException
            || told instanceof io.facephys.engine.ModelFormatException
            || told instanceof io.facephys.engine.ProviderException;
    return own && told.getMessage() != null ? told.getMessage() : told.toString();
  }
}
