package io.facephys.local;

import io.facephys.local.bench.BenchCommand;
import io.facephys.local.check.CheckCommand;
import io.facephys.local.cluster.Interruption;
import io.facephys.local.command.InferCommand;
import io.facephys.local.command.JobCommand;
import io.facephys.local.command.ProduceCommand;
import io.facephys.local.command.WatchCommand;
import io.facephys.local.dashboard.DashboardCommand;
import io.facephys.local.demo.DemoCommand;
import io.facephys.local.evaluate.EvaluateCommand;
import io.facephys.local.operate.ClusterCommand;
import io.facephys.local.state.StateCommand;
import io.facephys.local.video.CameraCommand;
import io.facephys.local.video.PaintCommand;
import io.facephys.local.view.ErrorReport;
import io.facephys.pipeline.config.JobVersion;
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
