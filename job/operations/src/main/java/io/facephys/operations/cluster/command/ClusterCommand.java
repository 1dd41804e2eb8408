package io.facephys.operations.cluster.command;

import picocli.CommandLine.Command;

/** {@code facephys cluster}: the job on a Flink cluster of processes on this machine. */
@Command(
    name = "cluster",
    mixinStandardHelpOptions = true,
    description =
        "Rehearse operations: run the job's jar on a Flink cluster of processes on this machine, with high availability. This is not for production, where Flink's own scripts or Kubernetes start the processes.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      StartCommand.class,
      StatusCommand.class,
      KillTaskManagerCommand.class,
      KillJobManagerCommand.class,
      SavepointCommand.class,
      RescaleCommand.class,
      LoadCommand.class,
      StopCommand.class,
    })
public final class ClusterCommand {}
