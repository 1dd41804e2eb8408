package io.facephys.pipeline;

import io.facephys.engine.Internal;
import io.facephys.pipeline.config.KafkaOptions;
import io.facephys.pipeline.config.OutputFormat;
import io.facephys.pipeline.config.RecordLimits;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.config.TopicNames;
import io.facephys.pipeline.decode.BoundedBytesDeserializer;
import io.facephys.pipeline.decode.RawRecordDeserializer;
import io.facephys.pipeline.delivery.JournaledSink;
import io.facephys.pipeline.encode.BeatRecordSerializer;
import io.facephys.pipeline.encode.CheckedRecordSerializer;
import io.facephys.pipeline.encode.CheckedTopic;
import io.facephys.pipeline.encode.DeadLetterRecordSerializer;
import io.facephys.pipeline.encode.EventRecordSerializer;
import io.facephys.pipeline.encode.VitalsRecordSerializer;
import io.facephys.pipeline.encode.WaveformRecordSerializer;
import io.facephys.pipeline.guard.KafkaFailedRecords;
import io.facephys.pipeline.progress.LogStarts;
import io.facephys.pipeline.record.DeadLetter;
import io.facephys.pipeline.record.RawRecord;
import io.facephys.pipeline.record.SubjectBeat;
import io.facephys.pipeline.record.SubjectEvent;
import io.facephys.pipeline.record.SubjectVitals;
import io.facephys.pipeline.record.Waveform;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.clients.producer.ProducerConfig;

/**
 * Makes the job's sources and sinks in Kafka.
 *
 * @param options how to connect, and what to guarantee
 * @param topics the names of the topics
 * @param format the format of the values that are written
 * @param limits the largest records that are read whole
 */
@Internal
public record KafkaEndpoints(
    KafkaOptions options, TopicNames topics, OutputFormat format, RecordLimits limits) {
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

  /** The source of face chunks. */
  public KafkaSource<RawRecord> chunks() {
    return source(Topic.FACE_CHUNKS);
  }

  /** Says where the partitions of the source of face chunks begin. */
  public LogStarts logStarts() {
    return LogStarts.in(options.client());
  }

  /** The source of requests about subjects. */
  public KafkaSource<RawRecord> control() {
    return source(Topic.FACE_CONTROL);
  }

  /** The sink of pulse waveforms. */
  public Sink<Waveform> waveforms() {
    String topic = topics.of(Topic.PULSE_WAVEFORMS);
    return sink("waveforms", topic, new WaveformRecordSerializer(topic, format));
  }

  /** The sink of events of subjects. */
  public Sink<SubjectEvent> events() {
    String topic = topics.of(Topic.FACE_EVENTS);
    return sink("events", topic, new EventRecordSerializer(topic, format));
  }

  /** The sink of vital signs. */
  public Sink<SubjectVitals> vitals() {
    String topic = topics.of(Topic.VITAL_SIGNS);
    return sink("vitals", topic, new VitalsRecordSerializer(topic, format));
  }

  /** The sink of beats. */
  public Sink<SubjectBeat> beats() {
    String topic = topics.of(Topic.PULSE_BEATS);
    return sink("beats", topic, new BeatRecordSerializer(topic, format));
  }

  /**
   * The sink of records that cannot be used. It writes them at once and, after a failure, again;
   * their headers say which record each is. A flood of them is too large to be kept until a
   * transaction is committed.
   */
  public Sink<DeadLetter> deadLetters() {
    String topic = topics.of(Topic.DEAD_LETTERS);
    return atLeastOnce(topic, new DeadLetterRecordSerializer(topic));
  }

  @SuppressWarnings(
      "deprecation") // the connector takes Kafka's old enum of reset strategies and no other
  private KafkaSource<RawRecord> source(Topic topic) {
    OffsetResetStrategy reset = OffsetResetStrategy.valueOf(options.start().name());
    return KafkaSource.<RawRecord>builder()
        .setBootstrapServers(options.bootstrapServers())
        .setKafkaSubscriber(new CheckedTopic(topics.of(topic), groups()))
        .setGroupId(options.groupId())
        .setStartingOffsets(OffsetsInitializer.committedOffsets(reset))
        .setDeserializer(new RawRecordDeserializer(limits.maxValueBytes()))
        .setProperties(consumerProperties())
        .build();
  }

  /** The job's consumer group, and the one that keeps the places of failed records. */
  private List<String> groups() {
    return List.of(options.groupId(), KafkaFailedRecords.group(options.groupId()));
  }

  private Properties consumerProperties() {
    String bounded = BoundedBytesDeserializer.class.getName();
    return with(
        Map.of(
            ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
            ConsumerConfig.MAX_POLL_RECORDS_CONFIG, MAX_POLL_RECORDS,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, bounded,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, bounded,
            BoundedBytesDeserializer.MAX_BYTES, String.valueOf(limits.maxValueBytes())));
  }

  private <T> Sink<T> sink(
      String name, String topic, KafkaRecordSerializationSchema<T> serializer) {
    String transactions = options.transactionalIdPrefix() + "-" + name;
    boolean exactlyOnce = options.delivery() == KafkaOptions.Delivery.EXACTLY_ONCE;
    return JournaledSink.of(
        topic,
        new CheckedRecordSerializer<>(
            serializer, topic, producer(), exactlyOnce ? transactions : null),
        transactions,
        producer(),
        exactlyOnce ? DeliveryGuarantee.EXACTLY_ONCE : DeliveryGuarantee.AT_LEAST_ONCE);
  }

  private <T> Sink<T> atLeastOnce(String topic, KafkaRecordSerializationSchema<T> serializer) {
    Properties producer = producer(); // outside of transactions
    producer.remove(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
    return KafkaSink.<T>builder()
        .setBootstrapServers(options.bootstrapServers())
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setRecordSerializer(new CheckedRecordSerializer<>(serializer, topic, producer, null))
        .setKafkaProducerConfig(producer)
        .build();
  }

  private Properties producer() {
    return with(
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, options.bootstrapServers(),
            ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES,
            ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS,
            ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MILLIS));
  }

  /** The job's own properties, overridden by the user's. */
  private Properties with(Map<String, String> own) {
    Properties properties = new Properties();
    properties.putAll(own);
    properties.putAll(options.properties());
    return properties;
  }
}
