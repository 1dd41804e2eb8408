package io.facephys.local.arguments;

import io.facephys.local.kafka.ClientProperties;
import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.Option;

/** Options that say how to reach Kafka; a mixin. */
public final class KafkaArguments {
  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      defaultValue = "localhost:9092",
      description = "Kafka brokers, separated by commas. Default: ${DEFAULT-VALUE}.")
  private String bootstrapServers = "";

  @Option(
      names = "--kafka",
      paramLabel = "KEY=VALUE",
      description =
          "Any Kafka client property, for example --kafka security.protocol=SASL_SSL. May be repeated.")
  private Map<String, String> properties = Map.of();

  /** Properties for any Kafka client; those of {@code --kafka} override the defaults. */
  public Properties client() {
    Properties client = ClientProperties.of(bootstrapServers);
    client.putAll(properties);
    return client;
  }
}
