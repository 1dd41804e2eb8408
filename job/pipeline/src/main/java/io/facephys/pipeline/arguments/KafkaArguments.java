package io.facephys.pipeline.arguments;

import io.facephys.pipeline.config.KafkaOptions;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to reach Kafka, on the command line; shared by the job and other commands. */
public final class KafkaArguments {
  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      description = "Kafka brokers, separated by commas. Default: ${DEFAULT-VALUE}.")
  private String bootstrapServers = KafkaOptions.DEFAULT.bootstrapServers();

  @Option(
      names = "--client-properties",
      paramLabel = "FILE",
      description =
          "Java properties file for Kafka clients, as Kafka's own tools take it: TLS, name and password stand there.")
  private @Nullable Path file;

  @Option(
      names = "--kafka",
      paramLabel = "KEY=VALUE",
      description =
          "A Kafka client property that is not a secret; it overrides the file's; for example --kafka security.protocol=SSL. May be repeated.")
  private Map<String, String> properties = Map.of();

  /** {@code host:port[,host:port...]}. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /**
   * Kafka client properties.
   *
   * @throws IllegalArgumentException if the file cannot be read, or the command line has a secret
   */
  public Map<String, String> properties() {
    return properties(Map.of());
  }

  /** The same; {@code settings} win over the file, and the command line over both. */
  Map<String, String> properties(Map<String, String> settings) {
    Map<String, String> all = new HashMap<>();
    if (file != null) {
      all.putAll(PropertiesFile.read("the file of --client-properties,", file));
    }
    all.putAll(settings);
    properties.forEach(
        (name, value) -> {
          checkNoSecret(name, value);
          all.put(name, value);
        });
    return all;
  }

  /** Everybody on the machine can read a command line, and Flink shows the job's. */
  private static void checkNoSecret(String name, String value) {
    ConfigDef.ConfigKey key = AdminClientConfig.configDef().configKeys().get(name);
    if (key != null && key.type == ConfigDef.Type.PASSWORD && !value.contains("${")) {
      throw new IllegalArgumentException(
          "--kafka %s=... would show a secret to everybody on this machine: put it into the file of --client-properties"
              .formatted(name));
    }
  }
}
