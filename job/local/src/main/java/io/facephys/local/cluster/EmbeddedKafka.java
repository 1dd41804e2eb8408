package io.facephys.local.cluster;

import io.facephys.local.kafka.ClientProperties;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;

/**
 * A real Kafka broker in a JVM of its own, on 127.0.0.1, with its data in a temporary folder; gone
 * when closed.
 */
public final class EmbeddedKafka implements AutoCloseable {
  private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
  private static final int LOG_LINES_SHOWN = 20;

  private final TemporaryFolder folder;
  private final Process process;
  private final String bootstrapServers;

  private EmbeddedKafka(TemporaryFolder folder, Process process, String bootstrapServers) {
    this.folder = folder;
    this.process = process;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Starts a broker and waits until it answers.
   *
   * @throws IllegalStateException if it does not within 90 s; the message holds the end of its log
   */
  public static EmbeddedKafka start() throws IOException, InterruptedException {
    TemporaryFolder folder = TemporaryFolder.create("facephys-kafka");
    int port = freePort();
    Path configuration = folder.path().resolve("server.properties");
    try (OutputStream out = Files.newOutputStream(configuration)) {
      configuration(folder.path().resolve("data"), port, freePort()).store(out, null);
    }
    EmbeddedKafka kafka =
        new EmbeddedKafka(folder, startProcess(folder.path(), configuration), "127.0.0.1:" + port);
    try {
      kafka.awaitReady();
      return kafka;
    } catch (IOException | InterruptedException | RuntimeException e) {
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
    return ClientProperties.of(bootstrapServers);
  }

  private static Process startProcess(Path folder, Path configuration) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    // Ctrl-C in a terminal reaches every process in it. The broker is to wait until Flink has let
    // go of it.
    ProcessBuilder builder =
        new ProcessBuilder(
            "/bin/sh",
            "-c",
            "trap '' INT; exec \"$@\"",
            "broker",
            java,
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Djava.io.tmpdir=" + folder,
            "-Dlog4j2.configurationFile=log4j2-broker.xml",
            BrokerMain.class.getName(),
            configuration.toString(),
            Uuid.randomUuid().toString());
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    return builder.redirectErrorStream(true).redirectOutput(log(folder).toFile()).start();
  }

  private static Properties configuration(Path data, int port, int controllerPort) {
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            "process.roles", "broker,controller",
            "node.id", "1",
            "controller.quorum.voters", "1@127.0.0.1:" + controllerPort,
            "controller.listener.names", "CONTROLLER",
            "listeners",
                "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d"
                    .formatted(port, controllerPort),
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

  private void awaitReady() throws IOException, InterruptedException {
    Instant deadline = Instant.now().plus(START_TIMEOUT);
    while (true) {
      if (!process.isAlive() || Instant.now().isAfter(deadline)) {
        throw new IllegalStateException(
            "the Kafka broker %s; the end of its log:%n%s"
                .formatted(
                    process.isAlive() ? "did not answer within " + START_TIMEOUT : "ended",
                    logEnd()));
      }
      try (Admin admin =
          Admin.create(
              Map.of(
                  AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                  AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "2000",
                  AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, "2000"))) {
        admin.describeCluster().nodes().get();
        return;
      } catch (ExecutionException e) {
        process.waitFor(200, TimeUnit.MILLISECONDS); // not up yet
      }
    }
  }

  private String logEnd() throws IOException {
    List<String> lines = Files.readAllLines(log(folder.path()));
    return String.join(
        System.lineSeparator(),
        lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
  }

  private static Path log(Path folder) {
    return folder.resolve("broker.log");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close(); // BrokerMain ends with its standard input
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } finally {
      folder.close();
    }
  }
}
