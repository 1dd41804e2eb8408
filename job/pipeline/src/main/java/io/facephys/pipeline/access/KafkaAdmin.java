package io.facephys.pipeline.access;

import io.facephys.engine.Internal;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Opens admin clients with the properties of other clients. */
@Internal
public final class KafkaAdmin {
  private KafkaAdmin() {}

  /**
   * Opens an admin client with those of these properties that such a client knows. The caller
   * closes it.
   *
   * @throws org.apache.kafka.common.KafkaException if a value is wrong, or a file cannot be read
   */
  public static Admin open(Properties client) {
    Map<String, Object> properties = new HashMap<>();
    client.forEach((name, value) -> properties.put(name.toString(), value));
    // What config.providers names is set up by properties that only it knows.
    properties
        .keySet()
        .removeIf(
            name ->
                !AdminClientConfig.configNames().contains(name)
                    && !name.startsWith(AdminClientConfig.CONFIG_PROVIDERS_CONFIG));
    return Admin.create(properties);
  }
}
