package io.facephys.local.command;

import java.util.Map;
import java.util.Properties;
import picocli.CommandLine.Option;

/** How to reach Kafka; mixed into the commands that do. */
public final class KafkaArguments {
  private static final String TIMEOUT_MILLIS = "20000";

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

  /** For the command line. */
  public KafkaArguments() {}

  /** For callers that know the broker. */
  public KafkaArguments(String bootstrapServers) {
    this.bootstrapServers = bootstrapServers;
  }

  /** Properties for any Kafka client. */
  public Properties client() {
    Properties client = new Properties();
    client.put("bootstrap.servers", bootstrapServers);
    client.put("default.api.timeout.ms", TIMEOUT_MILLIS);
    client.put("request.timeout.ms", "10000");
    client.putAll(properties);
    return client;
  }
}
