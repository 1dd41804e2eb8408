package io.facephys.testbed.topics;

import io.facephys.pipeline.arguments.KafkaArguments;
import java.util.Properties;

/** The properties from which all Kafka clients of the commands and the test bed start. */
public final class ClientProperties {
  // Kafka's defaults are 60 s and 30 s: too long to wait for an error message.
  private static final String API_TIMEOUT_MILLIS = "20000";
  private static final String REQUEST_TIMEOUT_MILLIS = "10000";

  private ClientProperties() {}

  /**
   * New properties for clients as the options say; those of {@code --kafka} override the defaults.
   */
  public static Properties of(KafkaArguments arguments) {
    Properties client = of(arguments.bootstrapServers());
    client.putAll(arguments.properties());
    return client;
  }

  /** New properties for clients of these brokers; callers may change them. */
  public static Properties of(String bootstrapServers) {
    Properties client = new Properties();
    client.put("bootstrap.servers", bootstrapServers);
    client.put("default.api.timeout.ms", API_TIMEOUT_MILLIS);
    client.put("request.timeout.ms", REQUEST_TIMEOUT_MILLIS);
    return client;
  }
}
