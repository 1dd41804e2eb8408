package io.facephys.pipeline.arguments;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.engine.Engine;
import io.facephys.engine.EngineOptions;
import io.facephys.engine.Provider;
import io.facephys.engine.StatePrecision;
import io.facephys.pipeline.config.JobOptions;
import io.facephys.pipeline.config.KafkaOptions;
import io.facephys.pipeline.config.KafkaOptions.Delivery;
import io.facephys.pipeline.config.KafkaOptions.Start;
import io.facephys.pipeline.config.ModelLocation;
import io.facephys.pipeline.config.OutputFormat;
import io.facephys.pipeline.config.RecordLimits;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.config.TopicNames;
import io.facephys.pipeline.time.FrameRateLimit;
import io.facephys.pipeline.time.TimeRules;
import io.facephys.pipeline.time.TimeRules.ClockBounds;
import io.facephys.pipeline.time.TimeRules.Gaps;
import io.facephys.pipeline.time.TimeRules.Reordering;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.OptionSpec;

class JobCommandLineTest {
  @TempDir private Path folder;

  @Test
  void nothingGivenIsTheDocumentedDefaults() {
    assertThat(parse(Map.of()))
        .isEqualTo(
            new JobOptions(
                new KafkaOptions(
                    "localhost:9092",
                    "facephys",
                    Start.EARLIEST,
                    Delivery.EXACTLY_ONCE,
                    "facephys",
                    Map.of()),
                new TopicNames(
                    Map.of(
                        Topic.FACE_CHUNKS, "face-chunks",
                        Topic.PULSE_WAVEFORMS, "pulse-waveforms",
                        Topic.DEAD_LETTERS, "face-chunks-dead-letters",
                        Topic.FACE_CONTROL, "face-control",
                        Topic.FACE_EVENTS, "face-events",
                        Topic.VITAL_SIGNS, "vital-signs",
                        Topic.PULSE_BEATS, "pulse-beats")),
                OutputFormat.DEFAULT,
                1024,
                new ModelLocation(null, null),
                new TimeRules(
                    new Reordering(Duration.ofSeconds(2), 8),
                    new Gaps(Duration.ofSeconds(1), Duration.ofSeconds(10)),
                    Duration.ofMinutes(10),
                    new ClockBounds(Duration.ofMinutes(5), Duration.ofDays(3650))),
                RecordLimits.DEFAULT,
                true));
    assertThat(parse(Map.of())).isEqualTo(JobOptions.of(KafkaOptions.DEFAULT));
  }

  @Test
  void everyOptionCanBeAnArgument() throws IOException {
    Path client = Files.writeString(folder.resolve("client.properties"), "f=g\n");
    String[] arguments = {
      "--config=" + file("kafka.h=i\n"),
      "--client-properties=" + client,
      "--bootstrap-servers=k1:1,k2:2",
      "--input-topic=in",
      "--output-topic=out",
      "--dead-letter-topic=dead",
      "--control-topic=control",
      "--event-topic=events",
      "--vitals-topic=vitals",
      "--beats-topic=beats",
      "--output-format=Confluent",
      "--schema-registry=https://registry:8081",
      "--reorder-wait=500ms",
      "--reorder-chunks=3",
      "--gap-hold=300ms",
      "--gap-restart=1 min",
      "--idle-timeout=1h",
      "--max-clock-ahead=7 s",
      "--max-clock-behind=2d",
      "--group-id=group",
      "--start=LATEST",
      "--delivery=At-Least-Once",
      "--transactional-id-prefix=prefix",
      "--max-parallelism=32768",
      "--vitals=none",
      "--model=m.onnx",
      "--initial-state=s.gz",
      "--state-precision=float32",
      "--provider=cpu",
      "--engine=Kernel",
      "--max-value-bytes=65536",
      "--max-chunk-frames=299",
      "--max-cameras=1",
      "--max-frame-rate=61.5",
      "--kafka=a.b=c",
      "--kafka",
      "d=e=f"
    };

    JobOptions options = parse(Map.of(), arguments);

    assertThat(Stream.of(arguments).map(argument -> argument.split("=", 2)[0]))
        .as("add the new option here")
        .containsAll(JobHelpTest.options().map(OptionSpec::longestName).toList());
    assertThat(options)
        .isEqualTo(
            new JobOptions(
                new KafkaOptions(
                    "k1:1,k2:2",
                    "group",
                    Start.LATEST,
                    Delivery.AT_LEAST_ONCE,
                    "prefix",
                    Map.of("a.b", "c", "d", "e=f", "f", "g", "h", "i")),
                new TopicNames(
                    Map.of(
                        Topic.FACE_CHUNKS, "in",
                        Topic.PULSE_WAVEFORMS, "out",
                        Topic.DEAD_LETTERS, "dead",
                        Topic.FACE_CONTROL, "control",
                        Topic.FACE_EVENTS, "events",
                        Topic.VITAL_SIGNS, "vitals",
                        Topic.PULSE_BEATS, "beats")),
                new OutputFormat(
                    OutputFormat.Encoding.CONFLUENT, URI.create("https://registry:8081")),
                32768,
                new ModelLocation(
                    "m.onnx",
                    "s.gz",
                    new EngineOptions(StatePrecision.FLOAT32, Provider.CPU, Engine.KERNEL)),
                new TimeRules(
                    new Reordering(Duration.ofMillis(500), 3),
                    new Gaps(Duration.ofMillis(300), Duration.ofMinutes(1)),
                    Duration.ofHours(1),
                    new ClockBounds(Duration.ofSeconds(7), Duration.ofDays(2))),
                new RecordLimits(65536, 299, 1, new FrameRateLimit(61.5)),
                false));
  }

  @Test
  void passwordOfTheRegistryComesFromTheEnvironmentAndIsNotShown() {
    String address = "https://me:secret@registry:8081";

    OutputFormat format =
        parse(Map.of("FACEPHYS_SCHEMA_REGISTRY", address, "FACEPHYS_OUTPUT_FORMAT", "confluent"))
            .format();

    assertThat(format.schemaRegistry()).isEqualTo(URI.create(address));
    assertThat(format).hasToString("confluent with https://***@registry:8081");
  }

  @Test
  void environmentWinsOverTheFileAndArgumentsOverBoth() throws IOException {
    String file =
        file(
            """
            input-topic=file
            output-topic=file-out
            group-id=file
            max-parallelism=7
            """);
    Map<String, String> environment =
        Map.of("FACEPHYS_INPUT_TOPIC", "environment", "FACEPHYS_GROUP_ID", "environment");

    JobOptions options = parse(environment, "--config", file, "--group-id", "argument");

    assertThat(options.topics().of(Topic.PULSE_WAVEFORMS)).isEqualTo("file-out");
    assertThat(options.maxParallelism()).isEqualTo(7);
    assertThat(options.topics().of(Topic.FACE_CHUNKS)).isEqualTo("environment");
    assertThat(options.kafka().groupId()).isEqualTo("argument");
    assertThat(options.kafka().start()).isEqualTo(Start.EARLIEST);
  }

  @Test
  void kafkaPropertiesOfAllThreeAreMerged() throws IOException {
    String file = file("kafka.a.x=file\nkafka.b.x=file\nkafka.c.x=file\n");
    Map<String, String> environment =
        Map.of("FACEPHYS_KAFKA_B_X", "environment", "FACEPHYS_KAFKA_C_X", "environment");

    JobOptions options = parse(environment, "--config", file, "--kafka", "c.x=argument");

    assertThat(options.kafka().properties())
        .isEqualTo(Map.of("a.x", "file", "b.x", "environment", "c.x", "argument"));
  }

  @Test
  void clientPropertiesGiveWayToAllOthers() throws IOException {
    Path client =
        Files.writeString(folder.resolve("client.properties"), "a.x=client\nb.x=client\n");
    Map<String, String> environment =
        Map.of(
            "FACEPHYS_CLIENT_PROPERTIES", client.toString(), "FACEPHYS_KAFKA_B_X", "environment");

    assertThat(parse(environment).kafka().properties())
        .isEqualTo(Map.of("a.x", "client", "b.x", "environment"));
  }

  @Test
  void secretMayStandInAFileAndBeReferredTo() throws IOException {
    Path client =
        Files.writeString(folder.resolve("client.properties"), "ssl.key.password=hidden\n");

    JobOptions options =
        parse(
            Map.of(),
            "--client-properties=" + client,
            "--kafka=sasl.jaas.config=${dir:/secrets:jaas}");

    assertThat(options.kafka().properties())
        .isEqualTo(
            Map.of("ssl.key.password", "hidden", "sasl.jaas.config", "${dir:/secrets:jaas}"));
    assertThat(options.toString()).contains("ssl.key.password").doesNotContain("hidden");
  }

  @Test
  void environmentCanNameTheFile() throws IOException {
    assertThat(parse(Map.of("FACEPHYS_CONFIG", file("group-id=file\n"))).kafka().groupId())
        .isEqualTo("file");
  }

  @Test
  void otherVariablesOfTheEnvironmentAreNotTheJobs() {
    Map<String, String> environment =
        Map.of(
            "GROUP_ID", "other",
            "FACEPHYS_HOME", "/opt/facephys",
            "FACEPHYS_VERSION", "0.1.0",
            "FACEPHYS_HELP", "none");

    assertThat(parse(environment)).isEqualTo(parse(Map.of()));
  }

  private static JobOptions parse(Map<String, String> environment, String... arguments) {
    return JobCommandLine.parse(arguments, environment).orElseThrow();
  }

  private String file(String text) throws IOException {
    return Files.writeString(folder.resolve("job.properties"), text).toString();
  }
}
