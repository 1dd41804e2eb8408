package io.facephys.pipeline;

import java.time.Duration;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.OutputTag;

/**
 * The way of a frame: Kafka source, decode, to its subject, {@link PulseFunction}, Kafka sink; dead
 * letters leave beside it.
 *
 * <p>Names of operators are for people; uids are frozen, because savepoints find state by them.
 */
public final class FacePhysJob {
  private static final OutputTag<DeadLetter> DEAD_LETTERS =
      new OutputTag<>("dead-letters") {
        private static final long serialVersionUID = 1L;
      };

  private static final Duration OUT_OF_ORDERNESS = Duration.ofSeconds(5);
  private static final Duration IDLE_AFTER = Duration.ofSeconds(30);
  private static final Duration CHECKPOINT_INTERVAL = Duration.ofSeconds(10);

  private FacePhysJob() {}

  /** Runs the job in the Flink cluster that starts it, or in this JVM if none does. */
  public static void main(String[] arguments) throws Exception {
    JobOptions options = JobCommandLine.parse(arguments, System.getenv()).orElse(null);
    if (options != null) {
      StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
      build(environment, options);
      environment.execute("FacePhys");
    }
  }

  /** Puts the job with its Kafka source and sinks into {@code environment}. */
  public static void build(StreamExecutionEnvironment environment, JobOptions options) {
    configure(environment, options.maxParallelism());
    wire(
        environment,
        KafkaEndpoints.chunks(options),
        KafkaEndpoints.waveforms(options),
        KafkaEndpoints.deadLetters(options),
        options.model());
  }

  static void wire(
      StreamExecutionEnvironment environment,
      Source<RawRecord, ?, ?> chunks,
      Sink<Waveform> waveforms,
      Sink<DeadLetter> deadLetters,
      ModelLocation model) {
    SingleOutputStreamOperator<ReceivedChunk> received =
        environment
            .fromSource(chunks, WatermarkStrategy.noWatermarks(), "face-chunks")
            .uid("face-chunks")
            .process(new DecodeFunction(DEAD_LETTERS))
            .name("decode")
            .uid("decode");

    SingleOutputStreamOperator<Waveform> waves =
        received
            .assignTimestampsAndWatermarks(captureTime())
            .name("capture-time")
            .uid("capture-time")
            .keyBy(ReceivedChunk::subjectId)
            .process(new PulseFunction(model, DEAD_LETTERS))
            .name("pulse")
            .uid("pulse");

    waves.sinkTo(waveforms).name("pulse-waveforms").uid("pulse-waveforms");
    received
        .getSideOutput(DEAD_LETTERS)
        .union(waves.getSideOutput(DEAD_LETTERS))
        .sinkTo(deadLetters)
        .name("dead-letters")
        .uid("dead-letters");
  }

  private static WatermarkStrategy<ReceivedChunk> captureTime() {
    return WatermarkStrategy.<ReceivedChunk>forBoundedOutOfOrderness(OUT_OF_ORDERNESS)
        .withTimestampAssigner((chunk, before) -> chunk.eventTimeMillis())
        .withIdleness(IDLE_AFTER);
  }

  /** The job's needs; below them its defaults, which Flink's own configuration overrides. */
  static void configure(StreamExecutionEnvironment environment, int maxParallelism) {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.MAX_PARALLELISM, maxParallelism);
    configuration.set(
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);

    ReadableConfig given = environment.getConfiguration();
    if (given.getOptional(StateBackendOptions.STATE_BACKEND).isEmpty()) {
      configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
    }
    if (given.getOptional(CheckpointingOptions.INCREMENTAL_CHECKPOINTS).isEmpty()) {
      configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    }
    if (given.getOptional(CheckpointingOptions.CHECKPOINTING_INTERVAL).isEmpty()) {
      configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
    }
    environment.configure(configuration);
  }
}
