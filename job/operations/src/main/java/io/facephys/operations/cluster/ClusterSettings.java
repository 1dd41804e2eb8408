package io.facephys.operations.cluster;

import io.facephys.testbed.EmbeddedKafka;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/**
 * Settings of the processes: those of Flink that differ from {@code docker/flink/config.yaml},
 * because everything runs on this machine, and those of ZooKeeper and Kafka.
 */
final class ClusterSettings {
  static final String LOOPBACK = "127.0.0.1";

  /**
   * Set to {@link #PROMETHEUS}, it turns on the shipped reporter, which listens on every address.
   */
  static final String REPORTERS = "metrics.reporters";

  static final String PROMETHEUS = "prometheus";

  private final ClusterFolder folder;

  ClusterSettings(ClusterFolder folder) {
    this.folder = folder;
  }

  /**
   * Gives one of Flink's processes its addresses and folders, and high availability with the
   * cluster's own ZooKeeper.
   *
   * @param process its name
   * @param generation see {@link JobStart}
   * @param own settings that replace these
   */
  Map<String, String> flink(String process, int generation, Map<String, String> own)
      throws IOException {
    String state = folder.state().toUri().toString();
    Map<String, String> settings =
        new HashMap<>(
            Map.ofEntries(
                Map.entry("jobmanager.rpc.address", LOOPBACK),
                Map.entry("jobmanager.bind-host", LOOPBACK),
                Map.entry("taskmanager.host", LOOPBACK),
                Map.entry("taskmanager.bind-host", LOOPBACK),
                Map.entry("rest.address", LOOPBACK),
                Map.entry("rest.bind-address", LOOPBACK),
                Map.entry("rest.port", String.valueOf(restPort())),
                Map.entry("rest.bind-port", String.valueOf(restPort())),
                Map.entry(REPORTERS, "none"),
                Map.entry("metrics.reporter.prometheus.port", String.valueOf(metricsPort(process))),
                Map.entry("execution.checkpointing.dir", state + "checkpoints"),
                Map.entry("execution.checkpointing.savepoint-dir", state + "savepoints"),
                Map.entry("high-availability.type", "zookeeper"),
                Map.entry("high-availability.zookeeper.quorum", LOOPBACK + ":" + zooKeeperPort()),
                Map.entry("high-availability.cluster-id", "facephys-" + generation),
                Map.entry("high-availability.storageDir", state + "high-availability")));
    settings.putAll(own);
    return settings;
  }

  /** Configures ZooKeeper as one server. */
  Properties zooKeeper() throws IOException {
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            "dataDir",
            folder.state().resolve("zookeeper").toString(),
            "clientPort",
            String.valueOf(zooKeeperPort()),
            "clientPortAddress",
            LOOPBACK,
            "tickTime",
            "2000",
            "admin.enableServer",
            "false"));
    return properties;
  }

  /** Configures Kafka as one broker, as {@link EmbeddedKafka} does. */
  Properties kafka(Map<String, String> own) throws IOException {
    Properties properties =
        EmbeddedKafka.configuration(
            folder.state().resolve("kafka"), folder.port("kafka"), folder.port("kafka-controller"));
    properties.putAll(own);
    return properties;
  }

  String bootstrapServers() throws IOException {
    return LOOPBACK + ":" + folder.port("kafka");
  }

  /**
   * The port at which a process of Flink shows its metrics to Prometheus, if they are turned on.
   */
  int metricsPort(String process) throws IOException {
    return folder.port("metrics-" + process);
  }

  int restPort() throws IOException {
    return folder.port("rest");
  }

  private int zooKeeperPort() throws IOException {
    return folder.port("zookeeper");
  }
}
