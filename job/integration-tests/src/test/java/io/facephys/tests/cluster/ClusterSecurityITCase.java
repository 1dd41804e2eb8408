package io.facephys.tests.cluster;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.cli.FacePhys;
import io.facephys.operations.cluster.ClusterFolder;
import io.facephys.operations.cluster.ClusterOptions;
import io.facephys.operations.cluster.ProcessCluster;
import io.facephys.operations.cluster.RunningCluster;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.config.TopicNames;
import io.facephys.pipeline.encryption.StateKeys;
import io.facephys.schemas.PulseWaveform;
import io.facephys.testbed.topics.TopicReader;
import io.facephys.testbed.topics.Topics;
import io.facephys.tests.LocalCluster;
import io.facephys.tests.SecuredKafka;
import io.facephys.tests.TestClip;
import io.facephys.tests.UserRights;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged job with TLS, passwords and a state key: no secret is in what the processes log,
 * print, keep or show, and nobody reaches them from elsewhere.
 */
@Tag("cluster")
final class ClusterSecurityITCase {
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String CHUNK = "--chunk=20";

  private final String key = newKey();
  private final List<String> secrets =
      List.of(
          SecuredKafka.password("facephys"),
          SecuredKafka.password("facephys-cameras"),
          SecuredKafka.password("facephys-readers"),
          key);
  private final StringBuilder printed = new StringBuilder();

  @TempDir private Path keys;
  @TempDir private Path folder;

  @Test
  void nothingShowsAPasswordOrAKey() throws Exception {
    try (SecuredKafka kafka = SecuredKafka.start(keys, UserRights.users())) {
      Topics.create(kafka.admin(), TopicNames.DEFAULT, 2);
      try (Admin admin = Admin.create(kafka.admin())) {
        admin.createAcls(UserRights.all()).all().get();
      }
      try (ProcessCluster cluster = ProcessCluster.start(new ClusterFolder(folder), job(kafka))) {
        sendClip(kafka, "first");
        awaitWaves(cluster, kafka, "first");
        cluster.kill("taskmanager-1");
        sendClip(kafka, "second");
        awaitWaves(cluster, kafka, "second");
        RunningCluster.in(new ClusterFolder(folder)).savepoint();

        assertThat(ListeningSockets.of(processes()))
            .isNotEmpty()
            .allMatch(ListeningSockets::isLoopback);
        String arguments = arguments();
        String shown = shown(cluster);
        assertThat(arguments).contains("--client-properties");
        assertThat(shown).contains("state-key-file");
        assertNoSecret(arguments, "the arguments of a process");
        assertNoSecret(shown, "Flink's REST interface");
      }
      run("job", "--help");
      run(
          "watch",
          "--bootstrap-servers=" + kafka.bootstrapServers(),
          "--duration=1",
          "--client-properties=" + kafka.file("facephys-readers"));
      assertThat(printed).contains("second", "--client-properties");
      assertNoSecret(printed.toString(), "what a command printed");
      assertNoSecretInFiles();
    }
  }

  private ClusterOptions job(SecuredKafka kafka) throws IOException {
    Path file = keys.resolve("state-keys");
    Files.writeString(file, "1:" + key);
    return new ClusterOptions()
        .bootstrapServers(kafka.bootstrapServers())
        .settings(
            Map.of(
                "execution.checkpointing.interval",
                "1s",
                "env.java.opts.taskmanager",
                "-XX:G1HeapRegionSize=8m -D%s=%s".formatted(StateKeys.FILE_PROPERTY, file)))
        .jobArguments(List.of("--client-properties", kafka.file("facephys").toString()));
  }

  private static String newKey() {
    byte[] bytes = new byte[32];
    new SecureRandom().nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private void sendClip(SecuredKafka kafka, String subject) {
    run(
        "produce",
        "--bootstrap-servers=" + kafka.bootstrapServers(),
        "--client-properties=" + kafka.file("facephys-cameras"),
        "--clip=" + TestClip.FOLDER,
        "--subject=" + subject,
        CHUNK);
  }

  /** Runs a command and keeps what it prints. */
  private void run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream before = System.out;
    System.setOut(both);
    try {
      int exitCode =
          FacePhys.commandLine()
              .setErr(new PrintWriter(both, true, StandardCharsets.UTF_8))
              .execute(arguments);
      assertThat(exitCode).as(out.toString(StandardCharsets.UTF_8)).isZero();
    } finally {
      System.setOut(before);
    }
    printed.append(out.toString(StandardCharsets.UTF_8));
  }

  /** Starts again what was killed, until the subject's waves are committed. */
  private static void awaitWaves(ProcessCluster cluster, SecuredKafka kafka, String subject)
      throws Exception {
    int frames = TestClip.load().length();
    List<PulseWaveform> waves = new ArrayList<>();
    try (TopicReader<PulseWaveform> reader =
        TopicReader.ofWaves(kafka.admin(), TopicNames.DEFAULT.of(Topic.PULSE_WAVEFORMS))) {
      Awaitility.await()
          .atMost(PATIENCE)
          .until(
              () -> {
                cluster.supervise();
                waves.addAll(reader.poll(Duration.ofMillis(200)));
                return LocalCluster.waveOf(subject, waves).length == frames;
              });
    } catch (ConditionTimeoutException e) {
      throw new AssertionError("the waves did not come: " + cluster.report(), e);
    }
  }

  private List<ProcessHandle> processes() throws IOException {
    List<ProcessHandle> processes = new ArrayList<>();
    ClusterFolder place = new ClusterFolder(folder);
    for (String name : place.processes()) {
      place.process(name).ifPresent(processes::add);
    }
    return processes;
  }

  private String arguments() throws IOException {
    return processes().stream()
        .map(process -> process.info().commandLine().orElse(""))
        .collect(joining("\n"));
  }

  /** What Flink's REST interface says of configuration, job and processes. */
  private static String shown(ProcessCluster cluster) throws Exception {
    String job = "/jobs/" + cluster.rest().job().orElseThrow().id();
    StringBuilder answers = new StringBuilder();
    HttpClient client = HttpClient.newHttpClient();
    for (String path :
        List.of(
            "/config",
            "/jobmanager/config",
            "/jobmanager/environment",
            "/taskmanagers",
            job,
            job + "/config",
            job + "/plan",
            job + "/exceptions",
            job + "/checkpoints/config")) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(cluster.rest().address() + path)).build();
      answers.append(client.send(request, BodyHandlers.ofString()).body());
    }
    return answers.toString();
  }

  /** Logs, configuration, high availability, checkpoints, savepoint and temporary files. */
  private void assertNoSecretInFiles() throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertNoSecret(content, file.toString());
        if (content.contains("ssl.truststore.location")
            || content.contains("--client-properties")) {
          found.add(folder.relativize(file));
        }
      }
    }
    assertThat(found)
        .as("files that show arguments or properties without secrets")
        .anyMatch(file -> file.startsWith("log"))
        .anyMatch(file -> file.startsWith("state/high-availability"));
  }

  private void assertNoSecret(String text, String where) {
    for (String secret : secrets) {
      assertThat(text.contains(secret)).as("a secret in " + where).isFalse();
    }
  }
}
