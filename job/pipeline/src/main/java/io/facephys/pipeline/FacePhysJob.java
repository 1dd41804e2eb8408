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
 * The way of a frame: Kafka source, decode, key by subject, {@link PulseFunction}, Kafka sink.
 * Control messages take the same way; events and dead letters are side outputs. {@link
 * VitalsFunction} makes vital signs and beats of the waves.
 *
 * <p>Operator names are for people; uids are frozen, because savepoints find state by them.
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

  /** Puts the job with its Kafka source and sinks into {@code environment}. */
  public static void build(StreamExecutionEnvironment environment, JobOptions options) {
    configure(environment, options.maxParallelism());
    KafkaEndpoints kafka =
        new KafkaEndpoints(options.kafka(), options.topics(), options.format(), options.limits());
    Endpoints endpoints =
        new Endpoints(
            kafka.chunks(),
            kafka.logStarts(),
            kafka.control(),
            kafka.waveforms(),
            kafka.events(),
            kafka.deadLetters(),
            options.vitals() ? new Endpoints.VitalsSinks(kafka.vitals(), kafka.beats()) : null);
    wire(environment, endpoints, options);
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
        records
            .process(new DecodeFunction(rules.clockBounds(), limits, failed))
            .name("decode")
            .uid("decode");
    SingleOutputStreamOperator<SubjectMessage> control =
        read(environment, endpoints.control(), Topic.FACE_CONTROL, options)
            .process(new ControlDecodeFunction(limits))
            .name("decode-control")
            .uid("decode-control");

    SingleOutputStreamOperator<Waveform> waves =
        chunks
            .union(control)
            .keyBy(SubjectMessage::subjectId)
            .process(new PulseFunction(options.model(), rules, limits, failed))
            .name("pulse")
            .uid("pulse");

    waves.sinkTo(endpoints.waveforms()).name("pulse-waveforms").uid("pulse-waveforms");
    waves
        .getSideOutput(SubjectEvent.OUTPUT)
        .sinkTo(endpoints.events())
        .name("face-events")
        .uid("face-events");
    if (endpoints.vitals() != null) {
      wireVitals(waves.getSideOutput(SubjectWave.OUTPUT), endpoints.vitals());
    }
    chunks
        .getSideOutput(DeadLetter.OUTPUT)
        .union(control.getSideOutput(DeadLetter.OUTPUT), waves.getSideOutput(DeadLetter.OUTPUT))
        .sinkTo(endpoints.deadLetters())
        .name("dead-letters")
        .uid("dead-letters");
  }

  private static void wireVitals(DataStream<SubjectWave> waves, Endpoints.VitalsSinks sinks) {
    SingleOutputStreamOperator<SubjectVitals> vitals =
        waves
            .keyBy(SubjectWave::subjectId)
            .process(new VitalsFunction())
            .name("vitals")
            .uid("vitals");
    vitals.sinkTo(sinks.rows()).name("vital-signs").uid("vital-signs");
    vitals
        .getSideOutput(SubjectBeat.OUTPUT)
        .sinkTo(sinks.beats())
        .name("pulse-beats")
        .uid("pulse-beats");
  }

  private static void watchRetention(DataStream<RawRecord> records, LogStarts starts) {
    records
        .map(RawRecord::place)
        .returns(RecordPlace.class)
        .name("places")
        .uid("places")
        .process(new RetentionWatch(starts))
        .returns(Types.VOID)
        .name("retention-watch")
        .uid("retention-watch")
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
