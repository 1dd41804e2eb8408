package io.facephys.operations.savepoint;

import io.facephys.console.Terminal;
import java.time.Duration;
import java.util.List;

/** Says on standard error how far a command is, after its first second. */
final class Progress {
  private static final Duration QUIET = Duration.ofSeconds(1);

  private final Terminal terminal = new Terminal(System.err);
  private final long start = System.nanoTime();

  /** Replaces the line that is shown. */
  void update(String line) {
    if (System.nanoTime() - start > QUIET.toNanos()) {
      terminal.update(List.of(line));
    }
  }
}
