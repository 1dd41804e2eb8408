package io.facephys.cli;

import io.facephys.cli.capture.CameraCommand;
import io.facephys.cli.capture.PaintCommand;
import io.facephys.cli.check.CheckCommand;
import io.facephys.cli.command.JobCommand;
import io.facephys.cli.command.ProduceCommand;
import io.facephys.cli.command.WatchCommand;
import io.facephys.cli.demo.DemoCommand;
import io.facephys.cli.infer.InferCommand;
import io.facephys.cli.page.DashboardCommand;
import io.facephys.cli.validate.ValidateCommand;
import io.facephys.console.ErrorReport;
import io.facephys.console.Interruption;
import io.facephys.measure.accuracy.EvaluateCommand;
import io.facephys.measure.speed.BenchCommand;
import io.facephys.operations.cluster.command.ClusterCommand;
import io.facephys.operations.replay.ReplayCommand;
import io.facephys.operations.savepoint.StateCommand;
import io.facephys.pipeline.arguments.JobVersion;
import io.facephys.pipeline.arguments.OptionSources;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IParameterExceptionHandler;

/** The launcher's main class. */
@Command(
    name = "facephys",
    mixinStandardHelpOptions = true,
    versionProvider = JobVersion.class,
    description = {
      "Contactless pulse from camera fleets, as a stream.",
      "The environment can set each option: FACEPHYS_INPUT stands for --input. @FILE stands for the options in a file, one a line.",
    },
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      BenchCommand.class,
      CameraCommand.class,
      CheckCommand.class,
      ClusterCommand.class,
      DashboardCommand.class,
      DemoCommand.class,
      EvaluateCommand.class,
      InferCommand.class,
      PaintCommand.class,
      ProduceCommand.class,
      ReplayCommand.class,
      StateCommand.class,
      ValidateCommand.class,
      WatchCommand.class,
    })
public final class FacePhys {
  private FacePhys() {}

  public static void main(String[] arguments) {
    Interruption.handleShutdown();
    Locale.setDefault(Locale.ROOT); // so that numbers are printed alike on every machine
    System.exit(commandLine().execute(arguments));
  }

  /** The command line with all commands. */
  public static CommandLine commandLine() {
    return commandLine(System.getenv());
  }

  static CommandLine commandLine(Map<String, String> environment) {
    // The job has options of its own; they pass through.
    CommandLine job =
        new CommandLine(new JobCommand()).setUnmatchedOptionsArePositionalParams(true);
    CommandLine all = new CommandLine(new FacePhys());
    IParameterExceptionHandler printing = all.getParameterExceptionHandler();
    return all.addSubcommand(job)
        .setUsageHelpAutoWidth(true)
        .setDefaultValueProvider(OptionSources.ofEnvironment(environment))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler(
            (problem, given) ->
                printing.handleParseException(ErrorReport.printable(problem), given))
        .setExecutionStrategy(ErrorReport::run)
        .setExecutionExceptionHandler(new ErrorReport());
  }
}
