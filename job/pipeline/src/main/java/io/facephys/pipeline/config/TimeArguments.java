package io.facephys.pipeline.config;

import io.facephys.pipeline.time.TimeRules;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The rules of time on the command line. */
final class TimeArguments {
  @Option(
      names = "--reorder-wait",
      paramLabel = "TIME",
      defaultValue = "2s",
      description =
          "How long a chunk waits for a missing one before it. Default: ${DEFAULT-VALUE}.")
  private Duration reorderWait;

  @Option(
      names = "--reorder-chunks",
      paramLabel = "N",
      defaultValue = "8",
      description =
          "How many chunks of a subject and camera wait at most, 0 to 64. Default: ${DEFAULT-VALUE}.")
  private int reorderChunks;

  @Option(
      names = "--gap-hold",
      paramLabel = "TIME",
      defaultValue = "1s",
      description =
          "For how long at most the first frame after a gap stands in for the missing frames. Default: ${DEFAULT-VALUE}.")
  private Duration gapHold;

  @Option(
      names = "--gap-restart",
      paramLabel = "TIME",
      defaultValue = "10s",
      description =
          "After a longer gap the model starts again from its initial state. Default: ${DEFAULT-VALUE}.")
  private Duration gapRestart;

  @Option(
      names = "--idle-timeout",
      paramLabel = "TIME",
      defaultValue = "10min",
      description =
          "The state of a camera that sends nothing for so long is removed. Default: ${DEFAULT-VALUE}.")
  private Duration idleTimeout;

  @Option(
      names = "--max-clock-ahead",
      paramLabel = "TIME",
      defaultValue = "5min",
      description =
          "A chunk captured so much later than it was sent is a dead letter. Default: ${DEFAULT-VALUE}.")
  private Duration maxClockAhead;

  @Option(
      names = "--max-clock-behind",
      paramLabel = "TIME",
      defaultValue = "3650d",
      description =
          "A chunk captured so much earlier than it was sent is a dead letter. Default: ${DEFAULT-VALUE}.")
  private Duration maxClockBehind;

  TimeRules rules() {
    return new TimeRules(
        new TimeRules.Reordering(reorderWait, reorderChunks),
        new TimeRules.Gaps(gapHold, gapRestart),
        idleTimeout,
        new TimeRules.ClockBounds(maxClockAhead, maxClockBehind));
  }
}
