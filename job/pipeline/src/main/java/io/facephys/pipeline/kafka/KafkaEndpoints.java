package io.facephys.pipeline.kafka;

import io.facephys.pipeline.Endpoints;
import io.facephys.pipeline.config.JobOptions;
import io.facephys.pipeline.record.RawRecord;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The job's production source and sinks. */
public final class KafkaEndpoints {
  /** A chunk of 300 frames has 1.17 MB, more than Kafka's client lets through unless told. */
  private static final String MAX_REQUEST_BYTES = String.valueOf(8 << 20);

  /** Longer than a checkpoint and a restart take; the most that a broker allows unless told. */
  private static final String TRANSACTION_TIMEOUT_MILLIS = String.valueOf(15 * 60 * 1000);

  private KafkaEndpoints() {}

  /** All of them. */
  public static Endpoints of(JobOptions options) {
    JobOptions.Topics topics = options.topics();
    return new Endpoints(
        source(options, topics.chunks()),
        source(options, topics.control()),
        sink(options, "waveforms", new WaveformRecordSerializer(topics.waveforms())),
        sink(options, "events", new EventRecordSerializer(topics.events())),
        sink(options, "dead-letters", new DeadLetterRecordSerializer(topics.deadLetters())));
  }

  @SuppressWarnings(
      "deprecation") // the connector takes Kafka's old enum of reset strategies and no other
  private static KafkaSource<RawRecord> source(JobOptions options, String topic) {
    OffsetResetStrategy reset = OffsetResetStrategy.valueOf(options.start().name());
    return KafkaSource.<RawRecord>builder()
        .setBootstrapServers(options.bootstrapServers())
        .setTopics(topic)
        .setGroupId(options.groupId())
        .setStartingOffsets(OffsetsInitializer.committedOffsets(reset))
        .setDeserializer(new RawRecordDeserializer())
        .setProperties(
            with(options.kafka(), Map.of(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed")))
        .build();
  }

  private static <T> KafkaSink<T> sink(
      JobOptions options, String name, KafkaRecordSerializationSchema<T> serializer) {
    return KafkaSink.<T>builder()
        .setBootstrapServers(options.bootstrapServers())
        .setDeliveryGuarantee(options.delivery().guarantee)
        .setTransactionalIdPrefix(options.transactionalIdPrefix() + "-" + name)
        .setRecordSerializer(serializer)
        .setKafkaProducerConfig(
            with(
                options.kafka(),
                Map.of(
                    ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES,
                    ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MILLIS)))
        .build();
  }

  private static Properties with(Map<String, String> given, Map<String, String> otherwise) {
    Properties properties = new Properties();
    properties.putAll(otherwise);
    properties.putAll(given);
    return properties;
  }
}
