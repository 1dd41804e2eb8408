package io.facephys.pipeline.config;

import io.facephys.engine.EngineOptions;
import io.facephys.engine.Provider;
import io.facephys.engine.StatePrecision;
import io.facephys.pipeline.time.TimeRules;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The job's arguments as picocli reads them; {@link #toOptions} is what the job sees. */
@Command(
    name = "facephys-job",
    mixinStandardHelpOptions = true,
    versionProvider = JobVersion.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    description =
        "Face chunks from Kafka become pulse waveforms: the FacePhys job on Apache Flink.",
    footer = {
      "",
      "Each option can also stand in the file of --config, as",
      "  bootstrap-servers=host:9092",
      "or in the environment, as",
      "  FACEPHYS_BOOTSTRAP_SERVERS=host:9092",
      "The file is read first, then the environment, then the arguments; the last",
      "word counts. Kafka client properties stand there as",
      "  kafka.security.protocol=SASL_SSL",
      "  FACEPHYS_KAFKA_SECURITY_PROTOCOL=SASL_SSL",
      "",
      "State backend, checkpoints and parallelism are Flink's configuration",
      "(config.yaml or -D). Where that is silent the job sets",
      "  state.backend.type: rocksdb",
      "  execution.checkpointing.incremental: true",
      "  execution.checkpointing.interval: 10s",
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
public final class JobArguments {
  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT",
      defaultValue = "localhost:9092",
      description = "Kafka brokers, separated by commas. Default: ${DEFAULT-VALUE}.")
  private String bootstrapServers;

  @Option(
      names = "--input-topic",
      paramLabel = "TOPIC",
      defaultValue = "face-chunks",
      description = "Read: face chunks. Default: ${DEFAULT-VALUE}.")
  private String inputTopic;

  @Option(
      names = "--output-topic",
      paramLabel = "TOPIC",
      defaultValue = "pulse-waveforms",
      description = "Written: pulse waveforms. Default: ${DEFAULT-VALUE}.")
  private String outputTopic;

  @Option(
      names = "--dead-letter-topic",
      paramLabel = "TOPIC",
      defaultValue = "face-chunks-dead-letters",
      description =
          "Written: records that cannot be used, whole, with the reason as a header. Default: ${DEFAULT-VALUE}.")
  private String deadLetterTopic;

  @Option(
      names = "--control-topic",
      paramLabel = "TOPIC",
      defaultValue = "face-control",
      description = "Read: wishes that a subject be forgotten. Default: ${DEFAULT-VALUE}.")
  private String controlTopic;

  @Option(
      names = "--event-topic",
      paramLabel = "TOPIC",
      defaultValue = "face-events",
      description =
          "Written: subjects that were forgotten or whose state has expired. Default: ${DEFAULT-VALUE}.")
  private String eventTopic;

  @Option(
      names = "--group-id",
      paramLabel = "ID",
      defaultValue = "facephys",
      description =
          "Consumer group: its offsets say where a job without a checkpoint goes on. Default: ${DEFAULT-VALUE}.")
  private String groupId;

  @Option(
      names = "--start",
      paramLabel = "WHERE",
      defaultValue = "earliest",
      description =
          "Where to start if the group has no offsets: earliest or latest. Default: ${DEFAULT-VALUE}.")
  private JobOptions.Start start;

  @Option(
      names = "--delivery",
      paramLabel = "HOW",
      defaultValue = "exactly-once",
      description =
          "exactly-once (waves become visible with each checkpoint) or at-least-once (at once, twice after a failure). Default: ${DEFAULT-VALUE}.")
  private JobOptions.Delivery delivery;

  @Option(
      names = "--transactional-id-prefix",
      paramLabel = "TEXT",
      defaultValue = "facephys",
      description =
          "Prefix of Kafka transactions; another one for each job on the same Kafka, and never changed. Default: ${DEFAULT-VALUE}.")
  private String transactionalIdPrefix;

  @Option(
      names = "--max-parallelism",
      paramLabel = "N",
      defaultValue = "1024",
      description =
          "Most slots the job can ever be rescaled to (key groups); fixed by the first savepoint. Default: ${DEFAULT-VALUE}.")
  private int maxParallelism;

  @Option(
      names = "--model",
      paramLabel = "PATH",
      description =
          "FacePhys weights (*.weights.h5) or an ONNX model, frame by frame, as a path or URI that every TaskManager can read. Default: the weights in the jar.")
  private @Nullable String model;

  @Option(
      names = "--initial-state",
      paramLabel = "PATH",
      description =
          "The state (gzip JSON) that each subject starts from; needed with an ONNX model. Default: the one in the weights.")
  private @Nullable String initialState;

  @Option(
      names = "--state-precision",
      paramLabel = "HOW",
      description =
          "How exactly states are kept between chunks: float16 (1.1 MB a subject and camera) or float32 (2.0 MB). Default: float16 with FacePhys weights, float32 with an ONNX model, which takes nothing else.")
  private @Nullable StatePrecision statePrecision;

  @Option(
      names = "--provider",
      paramLabel = "WHAT",
      defaultValue = "cpu",
      description =
          "What computes: cpu, cuda or tensorrt; the latter two need the build for GPUs and are untested. Default: ${DEFAULT-VALUE}.")
  private Provider provider;

  @Option(
      names = "--reorder-wait",
      paramLabel = "TIME",
      defaultValue = "2s",
      description =
          "How long a chunk waits for an earlier one that is missing. Default: ${DEFAULT-VALUE}.")
  private Duration reorderWait;

  @Option(
      names = "--reorder-chunks",
      paramLabel = "N",
      defaultValue = "8",
      description =
          "How many chunks of a subject and camera wait at most, 0 to 64. Default: ${DEFAULT-VALUE}.")
  private int reorderChunks;

  @Option(
      names = "--gap-hold",
      paramLabel = "TIME",
      defaultValue = "1s",
      description =
          "After a gap the model is shown the next picture in place of the missing ones, for so long at most. Default: ${DEFAULT-VALUE}.")
  private Duration gapHold;

  @Option(
      names = "--gap-restart",
      paramLabel = "TIME",
      defaultValue = "10s",
      description =
          "After a longer gap the model starts again from its initial state. Default: ${DEFAULT-VALUE}.")
  private Duration gapRestart;

  @Option(
      names = "--idle-timeout",
      paramLabel = "TIME",
      defaultValue = "10min",
      description =
          "The state of a camera that sends nothing for so long is removed. Default: ${DEFAULT-VALUE}.")
  private Duration idleTimeout;

  @Option(
      names = "--max-clock-ahead",
      paramLabel = "TIME",
      defaultValue = "5min",
      description =
          "A chunk captured so much later than it was sent is a dead letter. Default: ${DEFAULT-VALUE}.")
  private Duration maxClockAhead;

  @Option(
      names = "--max-clock-behind",
      paramLabel = "TIME",
      defaultValue = "3650d",
      description =
          "A chunk captured so much earlier than it was sent is a dead letter. Default: ${DEFAULT-VALUE}.")
  private Duration maxClockBehind;

  @Option(
      names = "--kafka",
      paramLabel = "KEY=VALUE",
      description =
          "Any Kafka client property, for example --kafka security.protocol=SASL_SSL. May be repeated.")
  private Map<String, String> kafka = Map.of();

  /** The options, validated. */
  JobOptions toOptions(OptionSources sources) {
    Map<String, String> properties = new HashMap<>(sources.kafkaProperties());
    properties.putAll(kafka);
    return new JobOptions(
        bootstrapServers,
        new JobOptions.Topics(inputTopic, outputTopic, deadLetterTopic, controlTopic, eventTopic),
        groupId,
        start,
        delivery,
        transactionalIdPrefix,
        maxParallelism,
        new ModelLocation(model, initialState, new EngineOptions(statePrecision, provider)),
        new TimeRules(
            reorderWait,
            reorderChunks,
            gapHold,
            gapRestart,
            idleTimeout,
            maxClockAhead,
            maxClockBehind),
        properties);
  }
}
