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
import io.facephys.console.ErrorReport;
import io.facephys.console.Interruption;
import io.facephys.measure.accuracy.EvaluateCommand;
import io.facephys.measure.speed.BenchCommand;
import io.facephys.operations.cluster.command.ClusterCommand;
import io.facephys.operations.savepoint.StateCommand;
import io.facephys.pipeline.arguments.JobVersion;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The launcher's main class. */
@Command(
    name = "facephys",
    mixinStandardHelpOptions = true,
    versionProvider = JobVersion.class,
    description = "Contactless pulse from camera fleets, as a stream.",
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
      StateCommand.class,
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
    // The job has options of its own; they pass through.
    CommandLine job =
        new CommandLine(new JobCommand()).setUnmatchedOptionsArePositionalParams(true);
    return new CommandLine(new FacePhys())
        .addSubcommand(job)
        .setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionStrategy(ErrorReport::run)
        .setExecutionExceptionHandler(new ErrorReport());
  }
}
