package io.facephys.pipeline.arguments;

import io.facephys.pipeline.time.TimeRules;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The rules of time on the command line. */
final class TimeArguments {
  private static final TimeRules DEFAULT = TimeRules.DEFAULT;

  @Option(
      names = "--reorder-wait",
      paramLabel = "TIME",
      description =
          "How long a chunk waits for a missing one before it. Default: ${DEFAULT-VALUE}.")
  private Duration reorderWait = DEFAULT.reordering().maxWait();

  @Option(
      names = "--reorder-chunks",
      paramLabel = "N",
      description =
          "How many chunks of a subject and camera wait at most, 0 to "
              + TimeRules.Reordering.MAX_CHUNKS
              + ". Default: ${DEFAULT-VALUE}.")
  private int reorderChunks = DEFAULT.reordering().maxChunks();

  @Option(
      names = "--gap-hold",
      paramLabel = "TIME",
      description =
          "For how long at most the first frame after a gap stands in for the missing frames. Default: ${DEFAULT-VALUE}.")
  private Duration gapHold = DEFAULT.gaps().hold();

  @Option(
      names = "--gap-restart",
      paramLabel = "TIME",
      description =
          "After a longer gap the model starts again from its initial state. Default: ${DEFAULT-VALUE}.")
  private Duration gapRestart = DEFAULT.gaps().restart();

  @Option(
      names = "--idle-timeout",
      paramLabel = "TIME",
      description =
          "The state of a camera that sends nothing for so long is removed. Default: ${DEFAULT-VALUE}.")
  private Duration idleTimeout = DEFAULT.idleTimeout();

  @Option(
      names = "--max-clock-ahead",
      paramLabel = "TIME",
      description =
          "A chunk captured so much later than it was sent is a dead letter. Default: ${DEFAULT-VALUE}.")
  private Duration maxClockAhead = DEFAULT.clockBounds().ahead();

  @Option(
      names = "--max-clock-behind",
      paramLabel = "TIME",
      description =
          "A chunk captured so much earlier than it was sent is a dead letter. Default: ${DEFAULT-VALUE}.")
  private Duration maxClockBehind = DEFAULT.clockBounds().behind();

  TimeRules rules() {
    return new TimeRules(
        new TimeRules.Reordering(reorderWait, reorderChunks),
        new TimeRules.Gaps(gapHold, gapRestart),
        idleTimeout,
        new TimeRules.ClockBounds(maxClockAhead, maxClockBehind));
  }
}
