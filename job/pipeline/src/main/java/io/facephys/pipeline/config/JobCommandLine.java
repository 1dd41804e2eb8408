package io.facephys.pipeline.config;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.util.TimeUtils;
import picocli.CommandLine;

/** From arguments, environment and file to {@link JobOptions}. */
public final class JobCommandLine {
  private JobCommandLine() {}

  /**
   * The options, or nothing if the user asked for help or the version, which is then printed.
   *
   * @throws IllegalArgumentException if an option is unknown, missing its value or out of bounds
   */
  public static Optional<JobOptions> parse(String[] arguments, Map<String, String> environment) {
    JobArguments parsed = new JobArguments();
    CommandLine commandLine =
        new CommandLine(parsed)
            .addMixin("config", new ConfigArgument())
            .registerConverter(Duration.class, TimeUtils::parseDuration)
            .setCaseInsensitiveEnumValuesAllowed(true);
    OptionSources sources = sources(commandLine, arguments, environment);
    commandLine.setDefaultValueProvider(sources);
    parse(commandLine, arguments);
    if (CommandLine.printHelpIfRequested(commandLine.getParseResult())) {
      return Optional.empty();
    }
    return Optional.of(parsed.toOptions(sources));
  }

  private static OptionSources sources(
      CommandLine commandLine, String[] arguments, Map<String, String> environment) {
    OptionSources sources = OptionSources.ofEnvironment(environment);
    ConfigArgument config = new ConfigArgument();
    parse(
        new CommandLine(config).setUnmatchedArgumentsAllowed(true).setDefaultValueProvider(sources),
        arguments);
    return config.file == null ? sources : sources.above(config.file, settings(commandLine));
  }

  /** Options that a file can set, without their dashes. */
  private static List<String> settings(CommandLine commandLine) {
    return commandLine.getCommandSpec().options().stream()
        .filter(option -> !option.usageHelp() && !option.versionHelp())
        .map(option -> option.longestName().replaceFirst("^--", ""))
        .filter(name -> !name.equals("config"))
        .toList();
  }

  private static void parse(CommandLine commandLine, String[] arguments) {
    try {
      commandLine.parseArgs(arguments);
    } catch (CommandLine.ParameterException e) {
      throw new IllegalArgumentException(e.getMessage() + " (--help lists the options)", e);
    }
  }
}
