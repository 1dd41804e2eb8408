package io.facephys.console;

import java.io.PrintStream;
import java.util.List;

/**
 * Prints lines that are updated in place on a terminal, and only now and then in a file or a pipe.
 */
public final class Terminal {
  private static final long PLAIN_INTERVAL_MILLIS = 10_000;

  private final PrintStream out;
  private final boolean interactive;
  private int shown; // lines on the screen that the next call replaces
  private long lastPlainMillis;

  /** On standard output; the launcher knows whether that is a terminal. */
  public Terminal() {
    this(System.out);
  }

  /** On this stream, which is taken for a terminal if standard output is one. */
  public Terminal(PrintStream out) {
    this(out, "1".equals(System.getenv("FACEPHYS_TERMINAL")));
  }

  Terminal(PrintStream out, boolean interactive) {
    this.out = out;
    this.interactive = interactive;
  }

  /** Prints a line that stays. */
  public void print(String line) {
    shown = 0;
    out.println(line);
  }

  /** Prints lines that the next call replaces; without a terminal only every 10 s. */
  public void update(List<String> lines) {
    long now = System.currentTimeMillis();
    if (interactive || now - lastPlainMillis >= PLAIN_INTERVAL_MILLIS) {
      lastPlainMillis = now;
      replace(lines);
    }
  }

  /** Prints lines that replace those of {@link #update} and stay. */
  public void finish(List<String> lines) {
    replace(lines);
    shown = 0;
  }

  private void replace(List<String> lines) {
    if (interactive && shown > 0) {
      out.printf("\033[%dA\033[J", shown); // up, and clear to the end
    }
    lines.forEach(out::println);
    out.flush();
    shown = lines.size();
  }
}
