package io.facephys.operations.savepoint;

import picocli.CommandLine.Command;

/** {@code facephys state}: what a savepoint holds of each subject. */
@Command(
    name = "state",
    mixinStandardHelpOptions = true,
    description =
        "Check whether a checkpoint is whole; list, show, export, import and erase what a savepoint of the job holds of a subject, or restart all subjects. A savepoint is never changed: import, erase and restart write a new one.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ListCommand.class,
      ShowCommand.class,
      ExportCommand.class,
      ImportCommand.class,
      EraseCommand.class,
      RestartCommand.class,
      CheckpointCommand.class,
    })
public final class StateCommand {}
