package io.facephys.pipeline;

import io.facephys.pipeline.arguments.JobCommandLine;
import io.facephys.pipeline.config.JobOptions;
import io.facephys.pipeline.config.RecordLimits;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.decode.ControlDecodeFunction;
import io.facephys.pipeline.decode.DecodeFunction;
import io.facephys.pipeline.guard.FailedRecords;
import io.facephys.pipeline.guard.KafkaFailedRecords;
import io.facephys.pipeline.progress.ArrivalOperator;
import io.facephys.pipeline.progress.LogStarts;
import io.facephys.pipeline.progress.RetentionWatch;
import io.facephys.pipeline.pulse.PulseFunction;
import io.facephys.pipeline.record.DeadLetter;
import io.facephys.pipeline.record.RawRecord;
import io.facephys.pipeline.record.RecordPlace;
import io.facephys.pipeline.record.SubjectBeat;
import io.facephys.pipeline.record.SubjectEvent;
import io.facephys.pipeline.record.SubjectMessage;
import io.facephys.pipeline.record.SubjectVitals;
import io.facephys.pipeline.record.SubjectWave;
import io.facephys.pipeline.record.Waveform;
import io.facephys.pipeline.time.TimeRules;
import io.facephys.pipeline.vitals.VitalsFunction;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.core.execution.CheckpointingMode;
import org.apache.flink.state.rocksdb.RocksDBConfigurableOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.rocksdb.CompressionType;

/**
 * The Flink job. Chunks and control messages come from Kafka sources, are decoded, and go to their
 * subject's {@link PulseFunction}, whose waves go to a Kafka sink. {@link VitalsFunction} turns the
 * waves into vital signs and beats. Events and dead letters are side outputs.
 *
 * <p>Names of operators are also their uids, which are frozen: savepoints find state by them.
 */
public final class FacePhysJob {
  private static final Duration CHECKPOINT_INTERVAL =
      Duration.ofSeconds(JobOptions.CHECKPOINT_INTERVAL_SECONDS);

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

  /** Adds the job with its Kafka sources and sinks to {@code environment}. */
  public static void build(StreamExecutionEnvironment environment, JobOptions options) {
    configure(environment, options.maxParallelism());
    wire(environment, new KafkaEndpoints(options).endpoints(), options);
  }

  static void wire(
      StreamExecutionEnvironment environment, Endpoints endpoints, JobOptions options) {
    TimeRules rules = options.time();
    RecordLimits limits = options.limits();
    FailedRecords failed =
        new KafkaFailedRecords(options.kafka().client(), options.kafka().groupId());
    DataStream<RawRecord> records =
        read(environment, endpoints.chunks(), Topic.FACE_CHUNKS, options);
    watchRetention(records, endpoints.logStarts());
    SingleOutputStreamOperator<SubjectMessage> chunks =
        named("decode", records.process(new DecodeFunction(rules.clockBounds(), limits, failed)));
    SingleOutputStreamOperator<SubjectMessage> control =
        named(
            "decode-control",
            read(environment, endpoints.control(), Topic.FACE_CONTROL, options)
                .process(new ControlDecodeFunction(limits)));
    SingleOutputStreamOperator<Waveform> waves =
        named(
            "pulse",
            chunks
                .union(control)
                .keyBy(SubjectMessage::subjectId)
                .process(new PulseFunction(options.model(), rules, limits, failed)));
    write(waves, "pulse-waveforms", endpoints.waveforms());
    write(waves.getSideOutput(SubjectEvent.OUTPUT), "face-events", endpoints.events());
    if (endpoints.vitals() != null) {
      wireVitals(waves.getSideOutput(SubjectWave.OUTPUT), endpoints.vitals());
    }
    write(
        chunks
            .getSideOutput(DeadLetter.OUTPUT)
            .union(
                control.getSideOutput(DeadLetter.OUTPUT), waves.getSideOutput(DeadLetter.OUTPUT)),
        "dead-letters",
        endpoints.deadLetters());
  }

  private static void wireVitals(DataStream<SubjectWave> waves, Endpoints.VitalsSinks sinks) {
    SingleOutputStreamOperator<SubjectVitals> vitals =
        named("vitals", waves.keyBy(SubjectWave::subjectId).process(new VitalsFunction()));
    write(vitals, "vital-signs", sinks.rows());
    write(vitals.getSideOutput(SubjectBeat.OUTPUT), "pulse-beats", sinks.beats());
  }

  private static <T> SingleOutputStreamOperator<T> named(
      String name, SingleOutputStreamOperator<T> operator) {
    return operator.name(name).uid(name);
  }

  private static <T> void write(DataStream<T> stream, String name, Sink<T> sink) {
    stream.sinkTo(sink).name(name).uid(name);
  }

  private static void watchRetention(DataStream<RawRecord> records, LogStarts starts) {
    DataStream<RecordPlace> places =
        named("places", records.map(RawRecord::place).returns(RecordPlace.class));
    // All to one subtask, also where Flink chooses the parallelism itself.
    named(
            "retention-watch",
            places.global().process(new RetentionWatch(starts)).returns(Types.VOID))
        .setParallelism(1);
  }

  private static DataStream<RawRecord> read(
      StreamExecutionEnvironment environment,
      Source<RawRecord, ?, ?> source,
      Topic topic,
      JobOptions options) {
    String name = topic.defaultName();
    ArrivalOperator arrivals =
        new ArrivalOperator(options.topics().of(topic), options.kafka().client());
    return environment
        .fromSource(source, WatermarkStrategy.noWatermarks(), name)
        .uid(name)
        .transform(name + "-arrivals", TypeInformation.of(RawRecord.class), arrivals)
        .uid(name + "-arrivals");
  }

  /** Sets what the job needs, and defaults that Flink's own configuration overrides. */
  static void configure(StreamExecutionEnvironment environment, int maxParallelism) {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.MAX_PARALLELISM, maxParallelism);
    // A sink's committer must tell new transactions from restored ones; between tasks it cannot.
    configuration.set(PipelineOptions.OPERATOR_CHAINING, true);
    configuration.set(
        CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);

    ReadableConfig given = environment.getConfiguration();
    if (given.getOptional(StateBackendOptions.STATE_BACKEND).isEmpty()) {
      configuration.set(StateBackendOptions.STATE_BACKEND, "rocksdb");
    }
    if (given.getOptional(CheckpointingOptions.INCREMENTAL_CHECKPOINTS).isEmpty()) {
      configuration.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    }
    if (given.getOptional(RocksDBConfigurableOptions.COMPRESSION_PER_LEVEL).isEmpty()) {
      // Compression would save a quarter of the disk and cost half as much processor time again.
      configuration.set(
          RocksDBConfigurableOptions.COMPRESSION_PER_LEVEL,
          List.of(CompressionType.NO_COMPRESSION));
    }
    if (given.getOptional(CheckpointingOptions.CHECKPOINTING_INTERVAL).isEmpty()) {
      configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, CHECKPOINT_INTERVAL);
    }
    environment.configure(configuration);
  }
}
