package io.facephys.tests.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facephys.cli.FacePhys;
import io.facephys.engine.recording.Recording;
import io.facephys.pipeline.arguments.JobCommandLine;
import io.facephys.pipeline.config.JobOptions;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.config.TopicNames;
import io.facephys.schemas.PulseWaveform;
import io.facephys.testbed.LocalFlink;
import io.facephys.testbed.topics.ChunkSender;
import io.facephys.testbed.topics.ClientProperties;
import io.facephys.testbed.topics.TopicReader;
import io.facephys.testbed.topics.Topics;
import io.facephys.tests.LocalCluster;
import io.facephys.tests.SecuredKafka;
import io.facephys.tests.TestClip;
import io.facephys.tests.UserRights;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;
import org.assertj.core.api.AbstractThrowableAssert;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The job and the commands at a broker with TLS, SCRAM and the rights that the manifests give. */
final class SecuredKafkaITCase {
  private static final int CHUNK_FRAMES = 30;
  private static final String CHUNKS = TopicNames.DEFAULT.of(Topic.FACE_CHUNKS);

  /** Well above the 20 s that a command waits for Kafka. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private static Path files;

  private static SecuredKafka kafka;
  private static Admin admin;

  @TempDir private Path folder;

  @BeforeAll
  static void startBroker() throws Exception {
    kafka = SecuredKafka.start(files, UserRights.users());
    Topics.create(kafka.admin(), TopicNames.DEFAULT, 2);
    admin = Admin.create(kafka.admin());
    UserRights.grantAsDocumented(kafka.bootstrapServers(), kafka.file("admin"));
  }

  @AfterAll
  static void stopBroker() {
    admin.close();
    kafka.close();
  }

  @Test
  void manifestsAndCommandsGiveTheSameRights() throws Exception {
    assertThat(admin.describeAcls(AclBindingFilter.ANY).values().get())
        .hasSizeGreaterThan(20)
        .containsExactlyInAnyOrderElementsOf(UserRights.all());
  }

  @Test
  void listedRightsSufficeForCamerasJobAndReaders() throws Exception {
    Recording clip = TestClip.load();
    int half = clip.length() / 2 / CHUNK_FRAMES * CHUNK_FRAMES;
    try (ChunkSender sender = new ChunkSender(client("facephys-cameras"), CHUNKS);
        TopicReader<PulseWaveform> reader =
            TopicReader.ofWaves(
                client("facephys-readers"), TopicNames.DEFAULT.of(Topic.PULSE_WAVEFORMS))) {
      String savepoint;
      List<PulseWaveform> waves = new ArrayList<>();
      try (LocalFlink flink = LocalFlink.start(job(), configuration(null))) {
        send(sender, clip, 0, half);
        awaitWaves(reader, waves, half, flink);
        savepoint = flink.stopWithSavepoint();
      }
      try (LocalFlink flink = LocalFlink.start(job(), configuration(savepoint))) {
        send(sender, clip, half, clip.length());
        awaitWaves(reader, waves, clip.length(), flink);
      }
      assertThat(LocalCluster.waveOf("anna", waves)).isEqualTo(TestClip.waveOf(clip, CHUNK_FRAMES));
    }
  }

  static Stream<AclBinding> rightsOfTheJob() throws IOException {
    return UserRights.all().stream()
        .filter(right -> right.entry().principal().equals("User:facephys"));
  }

  @Test
  void jobSaysThatItMayHaveNoTransactions() throws Exception {
    jobSaysWhichRightIsMissing(
        rightsOfTheJob()
            .filter(right -> right.pattern().resourceType() == ResourceType.TRANSACTIONAL_ID)
            .findAny()
            .orElseThrow());
  }

  @Tag("cluster") // a job for each right
  @ParameterizedTest
  @MethodSource("rightsOfTheJob")
  void jobSaysWhichRightIsMissing(AclBinding right) throws Exception {
    admin.deleteAcls(List.of(right.toFilter())).all().get();
    try (LocalFlink flink = LocalFlink.start(job(), configuration(null))) {
      assertThatThrownBy(() -> awaitFailure(flink))
          .hasMessageContaining(SecurityUtils.operationName(right.entry().operation()))
          .hasMessageContaining("'" + right.pattern().name())
          .hasMessageContaining("kafka-acls.sh --add");
    } finally {
      admin.createAcls(List.of(right)).all().get();
    }
  }

  @Test
  void jobSaysThatItsPasswordIsWrong() throws Exception {
    assertFails(with("sasl.jaas.config", wrongPassword()))
        .hasMessageContaining("Kafka refuses its user")
        .hasMessageContaining("sasl.jaas.config");
  }

  @Test
  void jobSaysThatItDoesNotTrustTheBroker() throws Exception {
    assertFails(with("ssl.truststore.location", kafka.otherCertificate().toString()))
        .hasMessageContaining("ssl.truststore.location");
  }

  @Test
  void jobSaysThatItMayNeedTls() throws Exception {
    assertFails(with("security.protocol", "SASL_PLAINTEXT"))
        .hasMessageContaining("no Kafka broker answers")
        .hasMessageContaining("security.protocol");
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertFails(Path clientProperties)
      throws Exception {
    try (LocalFlink flink = LocalFlink.start(job(clientProperties), configuration(null))) {
      return assertThatThrownBy(() -> awaitFailure(flink));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"watch", "dashboard --port=0", "check", "produce", "camera --input=x.mp4", "job"})
  void commandSaysWhatIsWrong(String command) throws Exception {
    assertThat(failure(command, with("sasl.jaas.config", wrongPassword())))
        .contains("Kafka refuses its user", "sasl.jaas.config")
        .doesNotContain("wrong-password");
    assertThat(
            failure(command, with("ssl.truststore.location", kafka.otherCertificate().toString())))
        .contains("TLS with Kafka fails", "ssl.truststore.location");
  }

  @Test
  void commandSaysThatItMayNeedTls() throws Exception {
    assertThat(failure("watch", with("security.protocol", "PLAINTEXT")))
        .contains("no Kafka broker answers", "security.protocol");
  }

  @Test
  void commandsSayThatTheUserHasNotTheRight() throws Exception {
    assertThat(failure("watch", kafka.file("facephys-cameras"))).contains("pulse-waveforms");
    assertThat(failure("produce", kafka.file("facephys-readers"))).contains("face-chunks");
  }

  /** What a command prints when it fails, within bounded time. */
  private static String failure(String command, Path clientProperties) {
    StringWriter printed = new StringWriter();
    List<String> arguments = new ArrayList<>(List.of(command.split(" ", -1)));
    arguments.add("--bootstrap-servers=" + kafka.bootstrapServers());
    arguments.add("--client-properties=" + clientProperties);
    long start = System.nanoTime();
    int exitCode =
        FacePhys.commandLine()
            .setErr(new PrintWriter(printed, true))
            .execute(arguments.toArray(String[]::new));
    assertThat(exitCode).isEqualTo(1);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(PATIENCE);
    return printed.toString();
  }

  private static String wrongPassword() {
    return "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"facephys\" password=\"wrong-password\";";
  }

  /** The job's client properties but for one. */
  private Path with(String name, String value) throws IOException {
    Properties properties = read(kafka.file("facephys"));
    properties.setProperty(name, value);
    Path file = folder.resolve("client.properties");
    try (var out = Files.newOutputStream(file)) {
      properties.store(out, null);
    }
    return file;
  }

  private static JobOptions job() {
    return job(kafka.file("facephys"));
  }

  private static JobOptions job(Path clientProperties) {
    return JobCommandLine.parse(
            new String[] {
              "--bootstrap-servers=" + kafka.bootstrapServers(),
              "--client-properties=" + clientProperties,
              "--kafka=default.api.timeout.ms=10000",
              "--kafka=request.timeout.ms=5000",
            },
            Map.of())
        .orElseThrow();
  }

  private Configuration configuration(@Nullable String savepoint) {
    Configuration configuration = LocalFlink.configuration(1, Duration.ofMillis(500), folder);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 0);
    if (savepoint != null) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }
    return configuration;
  }

  private static Properties client(String user) throws IOException {
    Properties client = ClientProperties.of(kafka.bootstrapServers());
    client.putAll(read(kafka.file(user)));
    return client;
  }

  private static Properties read(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader in = Files.newBufferedReader(file)) {
      properties.load(in);
    }
    return properties;
  }

  private static void awaitFailure(LocalFlink flink) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              flink.check();
              return false;
            });
  }

  private static void awaitWaves(
      TopicReader<PulseWaveform> reader, List<PulseWaveform> waves, int frames, LocalFlink flink) {
    Awaitility.await()
        .atMost(LocalCluster.TIMEOUT)
        .until(
            () -> {
              flink.check();
              waves.addAll(reader.poll(Duration.ofMillis(200)));
              return waves.stream().mapToInt(wave -> wave.getWave().size()).sum() >= frames;
            });
  }

  private static void send(ChunkSender sender, Recording clip, int from, int to) {
    for (int i = from; i < to; i += CHUNK_FRAMES) {
      int end = Math.min(to, i + CHUNK_FRAMES);
      sender.send(
          "anna",
          "front",
          Arrays.copyOfRange(clip.captureTimesMicros(), i, end),
          clip.bytes(i, end));
    }
    sender.flush();
  }
}
