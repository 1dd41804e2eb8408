package io.facephys.operations.cluster;

import static io.facephys.operations.cluster.ClusterFolder.LOOPBACK;

import io.facephys.testbed.EmbeddedKafka;
import io.facephys.testbed.FlinkPath;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Settings of the processes: those of Flink that differ from {@code docker/flink/config.yaml},
 * because everything runs on this machine, and those of ZooKeeper and Kafka.
 */
record ClusterSettings(ClusterFolder folder, ClusterOptions options) {
  /**
   * Gives one of Flink's processes its addresses and folders, and high availability with the
   * cluster's own ZooKeeper; the options' settings replace these.
   *
   * @param process its name
   * @param generation see {@link JobStart}
   */
  Map<String, String> flink(String process, int generation) throws IOException {
    String state = FlinkPath.of(folder.state());
    String restPort = String.valueOf(folder.port("rest"));
    String metricsPort = String.valueOf(folder.port("metrics-" + process));
    Map<String, String> settings =
        new HashMap<>(
            Map.ofEntries(
                Map.entry("jobmanager.rpc.address", LOOPBACK),
                Map.entry("jobmanager.bind-host", LOOPBACK),
                Map.entry("taskmanager.host", LOOPBACK),
                Map.entry("taskmanager.bind-host", LOOPBACK),
                Map.entry("rest.address", LOOPBACK),
                Map.entry("rest.bind-address", LOOPBACK),
                Map.entry("rest.port", restPort),
                Map.entry("rest.bind-port", restPort),
                Map.entry("metrics.reporters", "none"),
                Map.entry("metrics.reporter.prometheus.port", metricsPort),
                Map.entry("execution.checkpointing.dir", state + "/checkpoints"),
                Map.entry("execution.checkpointing.savepoint-dir", state + "/savepoints"),
                Map.entry("high-availability.type", "zookeeper"),
                Map.entry("high-availability.zookeeper.quorum", folder.address("zookeeper")),
                Map.entry("high-availability.cluster-id", "facephys-" + generation),
                Map.entry("high-availability.storageDir", state + "/high-availability")));
    settings.putAll(options.settings);
    if (options.metrics) {
      settings.put("metrics.reporters", "prometheus"); // it listens on every address
    }
    return settings;
  }

  /** Configures ZooKeeper as one server. */
  Properties zooKeeper() throws IOException {
    Properties properties = new Properties();
    properties.setProperty("dataDir", folder.state().resolve("zookeeper").toString());
    properties.setProperty("clientPort", String.valueOf(folder.port("zookeeper")));
    properties.setProperty("clientPortAddress", LOOPBACK);
    properties.setProperty("tickTime", "2000");
    properties.setProperty("admin.enableServer", "false");
    return properties;
  }

  /** Configures Kafka as one broker, as {@link EmbeddedKafka} does. */
  Properties kafka() throws IOException {
    Properties properties =
        EmbeddedKafka.configuration(
            folder.state().resolve("kafka"), folder.port("kafka"), folder.port("kafka-controller"));
    properties.putAll(options.brokerSettings);
    return properties;
  }
}
