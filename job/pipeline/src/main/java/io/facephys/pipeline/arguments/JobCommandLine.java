package io.facephys.pipeline.arguments;

import io.facephys.pipeline.config.JobOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.util.TimeUtils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Makes {@link JobOptions} of arguments, environment and file. */
public final class JobCommandLine {
  private JobCommandLine() {}

  /** The option that is read before all others, because it names the file that may hold them. */
  private static final class ConfigArgument {
    @Option(
        names = "--config",
        paramLabel = "FILE",
        description = "Java properties file with these options.")
    @Nullable Path file;
  }

  /**
   * The options, or nothing if the user asked for help or the version, which is then printed.
   *
   * @throws IllegalArgumentException if an option is unknown, missing its value or out of bounds
   */
  public static Optional<JobOptions> parse(String[] arguments, Map<String, String> environment) {
    OptionSources sources = sources(arguments, environment);
    CommandLine commandLine = commandLine(sources);
    parse(commandLine, arguments);
    if (CommandLine.printHelpIfRequested(commandLine.getParseResult())) {
      return Optional.empty();
    }
    JobArguments parsed = commandLine.getCommand();
    return Optional.of(parsed.toOptions(sources));
  }

  /** All options with their defaults, for whoever lists them. */
  public static CommandLine commandLine() {
    return commandLine(OptionSources.ofEnvironment(Map.of()));
  }

  private static CommandLine commandLine(OptionSources sources) {
    return new CommandLine(new JobArguments())
        .addMixin("config", new ConfigArgument())
        .registerConverter(Duration.class, TimeUtils::parseDuration)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setDefaultValueProvider(sources);
  }

  private static OptionSources sources(String[] arguments, Map<String, String> environment) {
    OptionSources sources = OptionSources.ofEnvironment(environment);
    ConfigArgument config = new ConfigArgument();
    parse(
        new CommandLine(config).setUnmatchedArgumentsAllowed(true).setDefaultValueProvider(sources),
        arguments);
    return config.file == null ? sources : sources.above(config.file, settings());
  }

  /** Options that a file can set, without their dashes. */
  private static List<String> settings() {
    return commandLine().getCommandSpec().options().stream()
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
