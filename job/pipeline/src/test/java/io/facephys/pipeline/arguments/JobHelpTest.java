package io.facephys.pipeline.arguments;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.OptionSpec;

class JobHelpTest {
  static Stream<OptionSpec> options() {
    return JobCommandLine.commandLine().getCommandSpec().options().stream()
        .filter(option -> !option.usageHelp() && !option.versionHelp());
  }

  @ParameterizedTest
  @MethodSource("options")
  void helpListsTheOptionWithItsDefault(OptionSpec option) {
    String help = printed("--help").replaceAll("\\s+", " ");

    int start = help.indexOf(" " + option.longestName() + "=", help.indexOf("FacePhys job"));
    assertThat(start).as(option.longestName()).isPositive();
    if (option.defaultValue() != null
        || (option.initialValue() != null && !option.isMultiValue())) {
      String entry = help.substring(start + 1).split(" (-\\w, --|--[a-z-]+=)", 2)[0];
      assertThat(entry).endsWith(" Default: " + option.defaultValueString() + ".");
    }
  }

  @Test
  void helpListsTheOtherWaysToSetOptions() {
    assertThat(printed("--help"))
        .contains(
            "-h, --help",
            "-V, --version",
            "--config=FILE",
            "FACEPHYS_BOOTSTRAP_SERVERS=",
            "kafka.security.protocol=");
  }

  @Test
  void helpShowsNoSecretOfTheEnvironment() {
    Map<String, String> environment =
        Map.of(
            "FACEPHYS_KAFKA_SASL_JAAS_CONFIG", "... password=hidden;",
            "FACEPHYS_SCHEMA_REGISTRY", "https://user:hidden@registry",
            "FACEPHYS_STATE_KEYS", "1:hidden",
            "FACEPHYS_GROUP_ID", "shown");
    assertThat(printed("--help", environment)).contains("shown").doesNotContain("hidden");
  }

  @Test
  void versionIsPrinted() {
    assertThat(printed("--version")).startsWith("FacePhys on Flink ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-h", "-V"})
  void shortNamesWorkToo(String argument) {
    assertThat(printed(argument)).contains("FacePhys");
  }

  /** What standard output got; the parser must have returned nothing to run. */
  private static String printed(String argument) {
    return printed(argument, Map.of());
  }

  private static String printed(String argument, Map<String, String> environment) {
    PrintStream before = System.out;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, UTF_8));
    try {
      assertThat(JobCommandLine.parse(new String[] {argument}, environment)).isEmpty();
    } finally {
      System.setOut(before);
    }
    return out.toString(UTF_8);
  }
}
