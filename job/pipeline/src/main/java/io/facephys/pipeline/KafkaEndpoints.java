package io.facephys.pipeline;

import io.facephys.pipeline.config.JobOptions;
import io.facephys.pipeline.config.KafkaOptions;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.decode.BoundedBytesDeserializer;
import io.facephys.pipeline.decode.RawRecordDeserializer;
import io.facephys.pipeline.delivery.JournaledSink;
import io.facephys.pipeline.encode.CheckedRecordSerializer;
import io.facephys.pipeline.encode.CheckedTopic;
import io.facephys.pipeline.encode.DeadLetterRecordSerializer;
import io.facephys.pipeline.encode.Messages;
import io.facephys.pipeline.encode.OutputRecordSerializer;
import io.facephys.pipeline.guard.KafkaFailedRecords;
import io.facephys.pipeline.progress.LogStarts;
import io.facephys.pipeline.progress.SameTopicSource;
import io.facephys.pipeline.record.DeadLetter;
import io.facephys.pipeline.record.RawRecord;
import io.facephys.pipeline.record.SubjectResult;
import io.facephys.schemas.FaceEvent;
import io.facephys.schemas.PulseBeat;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.VitalSigns;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.util.function.SerializableFunction;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Makes the job's sources and sinks in Kafka.
 *
 * @param options how to connect, what to guarantee, and how the topics are called
 */
record KafkaEndpoints(JobOptions options) {
  /**
   * Kafka's client keeps what it has fetched compressed until it is polled, so that few records are
   * in memory.
   */
  private static final String MAX_POLL_RECORDS = "64";

  /** A chunk of 300 frames has 1.17 MB, more than Kafka's client sends by default. */
  private static final String MAX_REQUEST_BYTES = String.valueOf(8 << 20);

  /**
   * How long a producer waits for more records before it sends the first, so that a request has
   * several. It is short beside the second that a wave covers.
   */
  private static final String LINGER_MILLIS = "100";

  /** Longer than a checkpoint and a restart take; the most that a broker allows by default. */
  private static final String TRANSACTION_TIMEOUT_MILLIS = String.valueOf(15 * 60 * 1000);

  Endpoints endpoints() {
    return new Endpoints(
        source(Topic.FACE_CHUNKS),
        LogStarts.in(options.kafka().client()),
        source(Topic.FACE_CONTROL),
        sink("waveforms", Topic.PULSE_WAVEFORMS, PulseWaveform.class, Messages::of),
        sink("events", Topic.FACE_EVENTS, FaceEvent.class, Messages::of),
        deadLetters(),
        options.vitals()
            ? new Endpoints.VitalsSinks(
                sink("vitals", Topic.VITAL_SIGNS, VitalSigns.class, Messages::of),
                sink("beats", Topic.PULSE_BEATS, PulseBeat.class, Messages::of))
            : null);
  }

  /**
   * Dead letters are written at once and, after a failure, again; their headers say which record
   * each is. A flood of them is too large to be kept until a transaction is committed.
   */
  private Sink<DeadLetter> deadLetters() {
    String topic = options.topics().of(Topic.DEAD_LETTERS);
    Properties producer = producer(); // outside of transactions
    producer.remove(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
    return KafkaSink.<DeadLetter>builder()
        .setBootstrapServers(options.kafka().bootstrapServers())
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setRecordSerializer(
            new CheckedRecordSerializer<>(
                new DeadLetterRecordSerializer(topic), topic, producer, null))
        .setKafkaProducerConfig(producer)
        .build();
  }

  @SuppressWarnings(
      "deprecation") // the connector takes Kafka's old enum of reset strategies and no other
  private Source<RawRecord, ?, ?> source(Topic topic) {
    OffsetResetStrategy reset = OffsetResetStrategy.valueOf(options.kafka().start().name());
    String name = options.topics().of(topic);
    KafkaSource<RawRecord> kafka =
        KafkaSource.<RawRecord>builder()
            .setBootstrapServers(options.kafka().bootstrapServers())
            .setKafkaSubscriber(new CheckedTopic(name, groups()))
            .setGroupId(options.kafka().groupId())
            .setStartingOffsets(OffsetsInitializer.committedOffsets(reset))
            .setDeserializer(new RawRecordDeserializer(options.limits().maxValueBytes()))
            .setProperties(consumerProperties())
            .build();
    return new SameTopicSource(kafka, name, options.kafka().client());
  }

  /** The job's consumer group, and the one that keeps the places of failed records. */
  private List<String> groups() {
    return List.of(options.kafka().groupId(), KafkaFailedRecords.group(options.kafka().groupId()));
  }

  private Properties consumerProperties() {
    String bounded = BoundedBytesDeserializer.class.getName();
    return with(
        Map.of(
            ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, bounded,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, bounded,
            BoundedBytesDeserializer.MAX_BYTES, String.valueOf(options.limits().maxValueBytes())));
  }

  private <R extends SubjectResult, M extends SpecificRecord> Sink<R> sink(
      String name, Topic topic, Class<M> type, SerializableFunction<R, M> messages) {
    String topicName = options.topics().of(topic);
    String transactions = options.kafka().transactionalIdPrefix() + "-" + name;
    boolean exactlyOnce = options.kafka().delivery() == KafkaOptions.Delivery.EXACTLY_ONCE;
    return JournaledSink.of(
        topicName,
        new CheckedRecordSerializer<>(
            new OutputRecordSerializer<>(topicName, type, messages, options.format()),
            topicName,
            producer(),
            exactlyOnce ? transactions : null),
        transactions,
        producer(),
        exactlyOnce ? DeliveryGuarantee.EXACTLY_ONCE : DeliveryGuarantee.AT_LEAST_ONCE);
  }

  private Properties producer() {
    return with(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, options.kafka().bootstrapServers(),
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES,
            ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS,
            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MILLIS));
  }

  /** The job's own properties, overridden by the user's. */
  private Properties with(Map<String, String> own) {
    Properties properties = new Properties();
    properties.putAll(own);
    properties.putAll(options.kafka().properties());
    return properties;
  }
}
