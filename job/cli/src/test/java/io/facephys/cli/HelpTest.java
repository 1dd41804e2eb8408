package io.facephys.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

final class HelpTest {
  static Stream<CommandLine> commands() {
    return withThoseBelow(FacePhys.commandLine(Map.of()));
  }

  private static Stream<CommandLine> withThoseBelow(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(HelpTest::withThoseBelow));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void aHelpIsWholeAndFitsIntoEightyColumns(CommandLine command) {
    PrintStream console = System.err;
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    System.setErr(new PrintStream(errors, true, UTF_8));
    String help;
    try {
      help = command.setUsageHelpAutoWidth(false).getUsageMessage(CommandLine.Help.Ansi.OFF);
    } finally {
      System.setErr(console);
    }

    assertThat(errors.toString(UTF_8)).as("warnings of " + command.getCommandName()).isEmpty();
    assertThat(help).doesNotContain("${", "%n", "%%");
    assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(80));
  }

  @Test
  void theEnvironmentSetsAnOption() {
    StringWriter errors = new StringWriter();
    int exitCode =
        FacePhys.commandLine(Map.of("FACEPHYS_CHUNK", "0"))
            .setErr(new PrintWriter(errors, true))
            .execute("infer", "--frames=frames.npy");

    assertThat(exitCode).isOne();
    assertThat(errors.toString()).startsWith("facephys: --chunk is 0; 1 or more is needed");
  }
}
