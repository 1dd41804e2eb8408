package io.facephys.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TerminalTest {
  private static final String NO_WRAP = "\033[?7l";
  private static final String WRAP = "\033[?7h";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void onATerminalLinesReplaceEachOther() {
    Terminal terminal = new Terminal(out, 24);
    terminal.update(List.of("one", "two"));
    terminal.finish(List.of("three"));
    assertThat(printed())
        .isEqualTo(NO_WRAP + "one\ntwo\n" + WRAP + NO_WRAP + "\033[2A\033[Jthree\n" + WRAP);
  }

  @Test
  void aTableThatIsHigherThanTheWindowIsCutUntilItStays() {
    Terminal terminal = new Terminal(out, 4);
    terminal.update(List.of("one", "two", "three", "four"));
    terminal.finish(List.of("one", "two", "three", "four"));
    assertThat(printed())
        .isEqualTo(
            NO_WRAP
                + "one\ntwo\nand 2 more lines; the window is too low\n"
                + WRAP
                + NO_WRAP
                + "\033[3A\033[Jone\ntwo\nthree\nfour\n"
                + WRAP);
  }

  @Test
  void aLineCannotSteerTheTerminal() {
    Terminal terminal = new Terminal(out, 0);
    terminal.print("a\nsubject-99  999 bpm");
    terminal.finish(List.of("A\033[31mRED\033[2J"));
    assertThat(printed()).isEqualTo("a\\u000asubject-99  999 bpm\nA\\u001b[31mRED\\u001b[2J\n");
  }

  @Test
  void intoAFileLinesComeNowAndThenWithoutControlCharacters() {
    Terminal terminal = new Terminal(out, 0);
    for (int i = 0; i < 100; i++) {
      terminal.update(List.of("line " + i));
    }
    terminal.finish(List.of("end"));
    assertThat(printed()).isEqualTo("line 0\nend\n");
  }

  @Test
  void sparklineStandsBetweenLowestAndHighest() {
    assertThat(Sparkline.of(new double[] {9, -1, 0, 1}, 3)).isEqualTo("▁▅█");
    assertThat(Sparkline.of(new double[] {2, 2}, 3)).isEqualTo("▁▁");
  }

  private String printed() {
    return bytes.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
  }
}
