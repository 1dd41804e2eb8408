package io.facephys.pipeline.arguments;

import io.facephys.engine.Internal;
import io.facephys.pipeline.config.JobOptions;
import io.facephys.pipeline.config.KafkaOptions;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The job's arguments as picocli reads them; {@link #toOptions} gives what the job sees. */
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
      "Arguments override the environment, and the environment overrides the file.",
      "Kafka client properties stand there as",
      "  kafka.security.protocol=SASL_SSL",
      "  FACEPHYS_KAFKA_SECURITY_PROTOCOL=SASL_SSL",
      "",
      "State backend, checkpoints and parallelism are Flink's configuration",
      "(config.yaml or -D). Where that is silent the job sets",
      "  state.backend.type: rocksdb",
      "  execution.checkpointing.incremental: true",
      "  execution.checkpointing.interval: " + JobOptions.CHECKPOINT_INTERVAL_SECONDS + "s",
    })
@Internal
public final class JobArguments {
  @Mixin private KafkaArguments kafka;

  @Mixin private TopicArguments topics;

  @Mixin private FormatArguments format;

  @Option(
      names = "--group-id",
      paramLabel = "ID",
      description =
          "Consumer group: its offsets say where a job without a checkpoint goes on. Default: ${DEFAULT-VALUE}.")
  private String groupId = KafkaOptions.DEFAULT.groupId();

  @Option(
      names = "--start",
      paramLabel = "WHERE",
      description =
          "Where to start if the group has no offsets: earliest or latest. Default: ${DEFAULT-VALUE}.")
  private KafkaOptions.Start start = KafkaOptions.DEFAULT.start();

  @Option(
      names = "--delivery",
      paramLabel = "HOW",
      description =
          "exactly-once (waves become visible with each checkpoint) or at-least-once (at once, twice after a failure). Default: ${DEFAULT-VALUE}.")
  private KafkaOptions.Delivery delivery = KafkaOptions.DEFAULT.delivery();

  @Option(
      names = "--transactional-id-prefix",
      paramLabel = "TEXT",
      description =
          "Prefix of Kafka transactions; another one for each job on the same Kafka, and never changed. Default: ${DEFAULT-VALUE}.")
  private String transactionalIdPrefix = KafkaOptions.DEFAULT.transactionalIdPrefix();

  @Option(
      names = "--max-parallelism",
      paramLabel = "N",
      description =
          "The maximum number of slots that the job can ever be rescaled to (key groups); the first savepoint fixes it. Default: ${DEFAULT-VALUE}.")
  private int maxParallelism = JobOptions.DEFAULT_MAX_PARALLELISM;

  @Mixin private ModelArguments model;

  @Mixin private TimeArguments time;

  @Mixin private LimitArguments limits;

  @Option(
      names = "--vitals",
      paramLabel = "WHAT",
      defaultValue = "all",
      description =
          "all (also write vital signs and beats) or none (waves only). Default: ${DEFAULT-VALUE}.")
  private Vitals vitals;

  /** Which vital signs are written. */
  enum Vitals {
    ALL,
    NONE
  }

  /** The options, validated. */
  JobOptions toOptions(OptionSources sources) {
    Map<String, String> properties = kafka.properties(sources.kafkaProperties());
    return new JobOptions(
        new KafkaOptions(
            kafka.bootstrapServers(), groupId, start, delivery, transactionalIdPrefix, properties),
        topics.names(),
        format.format(),
        maxParallelism,
        model.location(),
        time.rules(),
        limits.limits(),
        vitals == Vitals.ALL);
  }
}
