package io.facephys.tests;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.testbed.EmbeddedKafka;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;

/**
 * A broker with TLS, SCRAM and access control, as docker/README.md describes one, and the files
 * that its clients need. Its super user is {@code admin}.
 */
public final class SecuredKafka implements AutoCloseable {
  private static final String ADMIN = "admin";
  private static final String STORE_PASSWORD = "store-password-4711";

  private final Path folder;
  private final EmbeddedKafka broker;

  private SecuredKafka(Path folder, EmbeddedKafka broker) {
    this.folder = folder;
    this.broker = broker;
  }

  /**
   * Starts a broker that knows these users; none of them has a right.
   *
   * @param folder for certificates, passwords and properties
   */
  public static SecuredKafka start(Path folder, List<String> users) throws Exception {
    Path keys = folder.resolve("broker.p12");
    makeCertificate(keys, folder.resolve("ca.crt"));
    makeCertificate(folder.resolve("other.p12"), folder.resolve("other.crt"));
    List<String> format = new ArrayList<>(scram(ADMIN));
    for (String user : users) {
      format.addAll(scram(user));
      writeClient(folder, user);
    }
    Map<String, String> settings =
        Map.of(
            "ssl.truststore.type",
            "PEM",
            "ssl.truststore.location",
            folder.resolve("ca.crt").toString(), // it checks that its clients could connect
            "listener.security.protocol.map",
            "CLIENTS:SASL_SSL,CONTROLLER:PLAINTEXT",
            "sasl.enabled.mechanisms",
            "SCRAM-SHA-512",
            "sasl.mechanism.inter.broker.protocol",
            "SCRAM-SHA-512",
            "listener.name.clients.scram-sha-512.sasl.jaas.config",
            jaas(ADMIN, password(ADMIN)),
            "ssl.keystore.location",
            keys.toString(),
            "ssl.keystore.password",
            STORE_PASSWORD,
            "authorizer.class.name",
            "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
            "super.users",
            "User:admin;User:ANONYMOUS"); // the controller's own listener has no users
    return new SecuredKafka(
        folder,
        EmbeddedKafka.start(
            settings, format, writeClient(folder, ADMIN), EmbeddedKafka.QUICK_START));
  }

  public static String password(String user) {
    return "password-of-%s-4711".formatted(user);
  }

  private static List<String> scram(String user) {
    return List.of(
        "--add-scram", "SCRAM-SHA-512=[name=%s,password=%s]".formatted(user, password(user)));
  }

  private static String jaas(String user, String password) {
    return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"%s\" password=\"%s\";"
        .formatted(user, password);
  }

  /** A key for 127.0.0.1, and its certificate in PEM. */
  private static void makeCertificate(Path keys, Path certificate)
      throws IOException, InterruptedException {
    keytool(
        "-genkeypair",
        "-alias",
        "broker",
        "-keyalg",
        "EC",
        "-dname",
        "CN=broker",
        "-ext",
        "SAN=ip:127.0.0.1",
        "-storetype",
        "PKCS12",
        "-keystore",
        keys.toString());
    keytool(
        "-exportcert",
        "-rfc",
        "-alias",
        "broker",
        "-file",
        certificate.toString(),
        "-keystore",
        keys.toString());
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-storepass",
                STORE_PASSWORD));
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).isZero();
  }

  /** The user's client properties, which are also written for {@code --client-properties}. */
  private static Map<String, String> writeClient(Path folder, String user) throws IOException {
    Path secrets = Files.createDirectories(folder.resolve(user));
    Files.writeString(secrets.resolve("password"), password(user));
    Map<String, String> client =
        Map.of(
            "security.protocol",
            "SASL_SSL",
            "ssl.truststore.type",
            "PEM",
            "ssl.truststore.location",
            folder.resolve("ca.crt").toString(),
            "sasl.mechanism",
            "SCRAM-SHA-512",
            "sasl.jaas.config",
            jaas(user, "${dir:%s:password}".formatted(secrets)),
            "config.providers",
            "dir",
            "config.providers.dir.class",
            "org.apache.kafka.common.config.provider.DirectoryConfigProvider");
    Properties properties = new Properties();
    properties.putAll(client);
    try (OutputStream out = Files.newOutputStream(folder.resolve(user + ".properties"))) {
      properties.store(out, null);
    }
    return client;
  }

  /** {@code host:port} for clients. */
  public String bootstrapServers() {
    return broker.bootstrapServers();
  }

  /** The file for {@code --client-properties} of a user. */
  public Path file(String user) {
    return folder.resolve(user + ".properties");
  }

  /** A certificate that is not the broker's, in PEM. */
  public Path otherCertificate() {
    return folder.resolve("other.crt");
  }

  /** Properties of the super user's clients. */
  public Properties admin() {
    return broker.client();
  }

  @Override
  public void close() {
    broker.close();
  }
}
