package io.facephys.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TerminalTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void onATerminalLinesReplaceEachOther() {
    Terminal terminal = new Terminal(out, true);
    terminal.update(List.of("one", "two"));
    terminal.finish(List.of("three"));
    assertThat(printed()).isEqualTo("one\ntwo\n\033[2A\033[Jthree\n");
  }

  @Test
  void intoAFileLinesComeNowAndThenWithoutControlCharacters() {
    Terminal terminal = new Terminal(out, false);
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
