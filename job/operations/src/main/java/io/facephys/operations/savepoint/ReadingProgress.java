package io.facephys.operations.savepoint;

import io.facephys.console.Terminal;
import java.time.Duration;
import java.util.List;

/** Says on standard error how far the reading of a savepoint is, after its first second. */
final class ReadingProgress {
  private static final Duration QUIET = Duration.ofSeconds(1);

  private final Terminal terminal = new Terminal(System.err);
  private final long start = System.nanoTime();
  private final int operators;
  private int operator;

  /**
   * @param operators how many are read, one after the other
   */
  ReadingProgress(int operators) {
    this.operators = operators;
  }

  /** The next operator is read now. */
  void nextOperator() {
    operator++;
  }

  /** So many subjects of the operator were read. */
  void read(int subjects) {
    if (System.nanoTime() - start > QUIET.toNanos()) {
      terminal.update(
          List.of("operator %d of %d: %d subjects".formatted(operator, operators, subjects)));
    }
  }
}
