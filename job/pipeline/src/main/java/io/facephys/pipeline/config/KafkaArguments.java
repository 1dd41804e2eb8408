package io.facephys.pipeline.config;

import java.util.Map;
import picocli.CommandLine.Option;

/** How to reach Kafka, on the command line; shared by the job and other commands. */
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class KafkaArguments {
  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      defaultValue = "localhost:9092",
      description = "Kafka brokers, separated by commas. Default: ${DEFAULT-VALUE}.")
  private String bootstrapServers;

  @Option(
      names = "--kafka",
      paramLabel = "KEY=VALUE",
      description =
          "Any Kafka client property, for example --kafka security.protocol=SASL_SSL. May be repeated.")
  private Map<String, String> properties = Map.of();

  public KafkaArguments() {}

  /** {@code host:port[,host:port...]}. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** Kafka client properties. */
  public Map<String, String> properties() {
    return properties;
  }
}
