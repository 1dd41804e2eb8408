package io.facephys.pipeline.arguments;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.util.TimeUtils;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options that a user sets in the environment or in a properties file; the environment wins.
 *
 * @param settings values by the option's name without dashes
 */
public record OptionSources(Map<String, String> settings) implements IDefaultValueProvider {
  private static final String ENVIRONMENT_PREFIX = "FACEPHYS_";
  private static final String KAFKA_PREFIX = "kafka.";

  /** What the environment sets: option {@code --clip} by {@code FACEPHYS_CLIP}, for example. */
  public static OptionSources ofEnvironment(Map<String, String> environment) {
    Map<String, String> settings = new HashMap<>();
    environment.forEach(
        (name, value) -> {
          // Blank is how Compose passes a variable that is not set.
          if (name.startsWith(ENVIRONMENT_PREFIX) && !value.isBlank()) {
            settings.put(optionName(name.substring(ENVIRONMENT_PREFIX.length())), value);
          }
        });
    return new OptionSources(settings);
  }

  /**
   * The same, and what {@code file} sets where the environment is silent.
   *
   * @throws IllegalArgumentException if the file cannot be read, or has a key that is not an option
   */
  OptionSources above(Path file, List<String> options) {
    Map<String, String> both = new HashMap<>(PropertiesFile.read("the configuration file", file));
    for (String name : both.keySet()) {
      if (!name.startsWith(KAFKA_PREFIX) && !options.contains(name)) {
        throw new IllegalArgumentException(
            "the configuration file '%s' sets '%s', which is not an option; options are %s and kafka.*"
                .formatted(file, name, options));
      }
    }
    both.putAll(settings);
    return new OptionSources(both);
  }

  private static String optionName(String environmentName) {
    String lower = environmentName.toLowerCase(Locale.ROOT);
    String kafka = KAFKA_PREFIX.replace('.', '_');
    return lower.startsWith(kafka)
        ? KAFKA_PREFIX + lower.substring(kafka.length()).replace('_', '.')
        : lower.replace('_', '-');
  }

  /** Kafka client properties that were set, without the prefix. */
  Map<String, String> kafkaProperties() {
    return settings.entrySet().stream()
        .filter(setting -> setting.getKey().startsWith(KAFKA_PREFIX))
        .collect(
            Collectors.toMap(
                setting -> setting.getKey().substring(KAFKA_PREFIX.length()), Map.Entry::getValue));
  }

  /** A default that is a duration, as users write it, and not as Java prints it. */
  private static @Nullable String inFlinksWords(@Nullable Object initial) {
    return initial instanceof Duration duration ? TimeUtils.formatWithHighestUnit(duration) : null;
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    // FACEPHYS_VERSION may be set for other reasons than to print the version.
    if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
      return null;
    }
    return Arrays.stream(option.names())
        .map(name -> settings.get(name.replaceFirst("^--", "")))
        .filter(value -> value != null)
        .findFirst()
        .orElse(inFlinksWords(option.initialValue()));
  }
}
