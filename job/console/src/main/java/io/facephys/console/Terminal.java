package io.facephys.console;

import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Prints lines that are updated in place on a terminal, and only now and then in a file or a pipe.
 * Control characters in a line are printed as {@link Printable} has them.
 */
public final class Terminal {
  private static final long PLAIN_INTERVAL_MILLIS = 10_000;
  private static final String WRAP_OFF = "\033[?7l"; // a longer line ends at the window's edge
  private static final String WRAP_ON = "\033[?7h";

  private final PrintStream out;
  private final int rows; // of the window; 0 if this is not a terminal
  private int shown; // lines on the screen that the next call replaces
  private long lastPlainMillis;

  /** On standard output; the launcher knows whether that is a terminal, and of how many rows. */
  public Terminal() {
    this(System.out);
  }

  /** On this stream, which is taken for a terminal if standard output is one. */
  public Terminal(PrintStream out) {
    this(out, Integer.parseInt(System.getenv().getOrDefault("FACEPHYS_TERMINAL_ROWS", "0")));
  }

  Terminal(PrintStream out, int rows) {
    this.out = out;
    this.rows = rows;
  }

  /** Prints a line that stays. */
  public void print(String line) {
    shown = 0;
    out.println(Printable.of(line));
  }

  /** Prints lines that the next call replaces; without a terminal only every 10 s. */
  public void update(List<String> lines) {
    long now = System.currentTimeMillis();
    if (rows > 0 || now - lastPlainMillis >= PLAIN_INTERVAL_MILLIS) {
      lastPlainMillis = now;
      replace(lines.size() < rows || rows == 0 ? lines : fitting(lines));
    }
  }

  /**
   * Does what takes some seconds, and says each second how long it has taken.
   *
   * @param what a line's beginning, such as "Starting Flink"
   */
  public <T> T during(String what, Callable<T> work) throws Exception {
    long start = System.nanoTime();
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    Future<?> unused =
        clock.scheduleAtFixedRate(
            () -> update(List.of("%s ... %d s".formatted(what, secondsSince(start)))),
            0,
            1,
            TimeUnit.SECONDS);
    try {
      return work.call();
    } finally {
      clock.shutdown();
      clock.awaitTermination(1, TimeUnit.SECONDS);
      finish(List.of("%s: %d s".formatted(what, secondsSince(start))));
    }
  }

  private static long secondsSince(long startNanos) {
    return Math.round((System.nanoTime() - startNanos) / 1e9);
  }

  /** Prints lines that replace those of {@link #update} and stay. */
  public void finish(List<String> lines) {
    replace(lines);
    shown = 0;
  }

  /** What leaves a row for the cursor: further up than the window the next call cannot reach. */
  private List<String> fitting(List<String> lines) {
    int fitting = Math.max(1, rows - 2);
    return Stream.concat(
            lines.stream().limit(fitting),
            Stream.of("and %d more lines; the window is too low".formatted(lines.size() - fitting)))
        .toList();
  }

  private void replace(List<String> lines) {
    if (rows > 0) {
      out.print(WRAP_OFF);
      if (shown > 0) {
        out.printf("\033[%dA\033[J", shown); // up, and clear to the end
      }
    }
    lines.forEach(line -> out.println(Printable.of(line)));
    if (rows > 0) {
      out.print(WRAP_ON);
    }
    out.flush();
    shown = lines.size();
  }
}
