package io.facephys.local.view;

import java.io.PrintStream;
import java.util.List;

/**
 * Lines that replace themselves on a terminal, and come now and then where the output is a file or
 * a pipe.
 */
public final class Terminal {
  private static final long PLAIN_INTERVAL_MILLIS = 10_000;

  private final PrintStream out;
  private final boolean interactive;
  private int shown; // lines on the screen that the next ones replace
  private long lastPlainMillis;

  /** On standard output; the launcher knows whether that is a terminal. */
  public Terminal() {
    this(System.out);
  }

  /** On that stream, which is taken for a terminal where standard output is one. */
  public Terminal(PrintStream out) {
    this(out, "1".equals(System.getenv("FACEPHYS_TERMINAL")));
  }

  Terminal(PrintStream out, boolean interactive) {
    this.out = out;
    this.interactive = interactive;
  }

  /** A line that stays. */
  public void print(String line) {
    shown = 0;
    out.println(line);
  }

  /** Lines that the next call replaces; without a terminal only every 10 s. */
  public void update(List<String> lines) {
    long now = System.currentTimeMillis();
    if (interactive || now - lastPlainMillis >= PLAIN_INTERVAL_MILLIS) {
      lastPlainMillis = now;
      replace(lines);
    }
  }

  /** Lines that replace those of {@link #update} and stay. */
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
