package io.facephys.testbed;

import io.facephys.console.TemporaryFolder;
import io.facephys.testbed.topics.ClientProperties;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;

/**
 * A real Kafka broker on 127.0.0.1 for tests, the demo and the bench, in a JVM of its own. It lives
 * from {@link #start()} until it is closed or this JVM ends; its data are in a temporary folder
 * that {@link #close} deletes. It has no topics until somebody creates them. Threads may share it.
 */
public final class EmbeddedKafka implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(90);

  /** Options of a JVM that starts soon, and does not bear a long load. */
  public static final List<String> QUICK_START =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final TemporaryFolder folder;
  private final ChildJvm broker;
  private final String bootstrapServers;
  private final Map<String, String> client;

  private EmbeddedKafka(
      TemporaryFolder folder,
      ChildJvm broker,
      String bootstrapServers,
      Map<String, String> client) {
    this.folder = folder;
    this.broker = broker;
    this.bootstrapServers = bootstrapServers;
    this.client = Map.copyOf(client);
  }

  /**
   * Starts a broker that is ready after a few seconds, and waits until it answers.
   *
   * @throws IllegalStateException if it does not within 90 s; the message holds the end of its log
   */
  public static EmbeddedKafka start() throws Exception {
    return start(Map.of(), List.of(), Map.of(), QUICK_START);
  }

  /** The same for a long load: Java compiles the broker fully, as it does in production. */
  public static EmbeddedKafka startForLoad() throws Exception {
    return start(Map.of(), List.of(), Map.of(), List.of());
  }

  /**
   * The same with settings of one's own.
   *
   * @param settings broker settings over the defaults; the listener for clients is {@code CLIENTS}
   * @param format further arguments of {@code kafka-storage.sh format}
   * @param client properties that clients need besides the address
   */
  public static EmbeddedKafka start(
      Map<String, String> settings,
      List<String> format,
      Map<String, String> client,
      List<String> jvmOptions)
      throws Exception {
    TemporaryFolder folder = TemporaryFolder.create("facephys-kafka");
    int port = FreePort.otherThan(Set.of());
    int controllerPort = FreePort.otherThan(Set.of(port));
    Path configuration = folder.path().resolve("server.properties");
    try (OutputStream out = Files.newOutputStream(configuration)) {
      Properties all = configuration(folder.path().resolve("data"), port, controllerPort);
      all.putAll(settings);
      all.store(out, null);
    }
    ChildJvm broker =
        ChildJvm.start(
            command(folder.path(), configuration, format, jvmOptions),
            folder.path().resolve("broker.log"));
    EmbeddedKafka kafka = new EmbeddedKafka(folder, broker, "127.0.0.1:" + port, client);
    try {
      broker.await(() -> answers(kafka.client()), START_TIMEOUT);
      return kafka;
    } catch (Exception e) {
      kafka.close();
      throw e;
    }
  }

  /** {@code host:port} for clients. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** New properties for any client of this broker; callers may change them. */
  public Properties client() {
    Properties properties = ClientProperties.of(bootstrapServers);
    properties.putAll(client);
    return properties;
  }

  private static ChildJvm.JavaCommand command(
      Path folder, Path configuration, List<String> format, List<String> jvmOptions) {
    List<String> arguments =
        new ArrayList<>(List.of(configuration.toString(), Uuid.randomUuid().toString()));
    arguments.addAll(format);
    List<String> options = new ArrayList<>(jvmOptions);
    options.add("-Xmx512m");
    options.add("-Djava.io.tmpdir=" + folder);
    options.add("-Dlog4j2.configurationFile=log4j2-broker.xml");
    return new ChildJvm.JavaCommand(
        "the Kafka broker",
        System.getProperty("java.class.path"),
        options,
        BrokerMain.class.getName(),
        arguments);
  }

  /**
   * Broker settings of a single broker on 127.0.0.1 that is its own controller.
   *
   * @param data the folder for its logs
   */
  public static Properties configuration(Path data, int port, int controllerPort) {
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            "process.roles", "broker,controller",
            "node.id", "1",
            "controller.quorum.voters", "1@127.0.0.1:" + controllerPort,
            "controller.listener.names", "CONTROLLER",
            "inter.broker.listener.name", "CLIENTS",
            "listener.security.protocol.map", "CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "listeners",
                "CLIENTS://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(port, controllerPort),
            "log.dirs", data.toString(),
            "auto.create.topics.enable", "false",
            "group.initial.rebalance.delay.ms", "0"));
    for (String internal :
        List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
      properties.put(internal + ".replication.factor", "1");
      properties.put(internal + ".num.partitions", "1");
    }
    properties.put("transaction.state.log.min.isr", "1");
    properties.put("share.coordinator.state.topic.min.isr", "1");
    return properties;
  }

  /** Whether a broker answers a client with these properties within 2 s. */
  public static boolean answers(Properties client) throws InterruptedException {
    Properties impatient = new Properties();
    impatient.putAll(client);
    impatient.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "2000");
    impatient.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, "2000");
    try (Admin admin = Admin.create(impatient)) {
      admin.describeCluster().nodes().get();
      return true;
    } catch (ExecutionException e) {
      return false; // not up yet
    }
  }

  @Override
  public void close() {
    try {
      broker.close();
    } finally {
      folder.close();
    }
  }
}
