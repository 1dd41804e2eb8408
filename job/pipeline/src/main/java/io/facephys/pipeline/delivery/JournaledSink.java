package io.facephys.pipeline.delivery;

import io.facephys.engine.Internal;
import io.facephys.pipeline.delivery.JournaledWriter.Restored;
import io.facephys.pipeline.encode.CheckedRecordSerializer;
import java.io.IOException;
import java.io.Serial;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.apache.flink.api.connector.sink2.Committer;
import org.apache.flink.api.connector.sink2.CommitterInitContext;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.DefaultKafkaDatasetIdentifier;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacet;
import org.apache.flink.connector.kafka.lineage.KafkaDatasetFacetProvider;
import org.apache.flink.connector.kafka.sink.DefaultKafkaSinkContext;
import org.apache.flink.connector.kafka.sink.KafkaCommittable;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema.KafkaSinkContext;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.TransactionNamingStrategy;
import org.apache.flink.connector.kafka.sink.TwoPhaseCommittingStatefulSink;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.streaming.api.connector.sink2.CommittableMessage;
import org.apache.flink.streaming.api.connector.sink2.SupportsPostCommitTopology;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A sink to Kafka that loses no records. The connector's own exactly-once sink loses the records of
 * a checkpoint if the broker aborts their transaction between the checkpoint and the commit,
 * because the job was down for longer than the transaction timeout. This one keeps the records of
 * uncommitted transactions in the checkpoint and, after a restart, sends again what Kafka lacks.
 *
 * <p>With either guarantee it starts from a checkpoint of the other.
 *
 * @param <T> the type of what it writes; it must be small, because a checkpoint interval of it is
 *     kept in memory and state
 */
@Internal
public final class JournaledSink<T>
    implements TwoPhaseCommittingStatefulSink<T, JournaledState, KafkaCommittable>,
        SupportsPostCommitTopology<KafkaCommittable> {
  @Serial private static final long serialVersionUID = 1L;
  private static final Duration DECISION_SLACK = Duration.ofMinutes(1);

  private final KafkaSink<ProducerRecord<byte[], byte[]>> kafka;
  private final CheckedRecordSerializer<T> serializer;
  private final Properties properties;
  private final boolean transactional;

  private JournaledSink(
      KafkaSink<ProducerRecord<byte[], byte[]>> kafka,
      CheckedRecordSerializer<T> serializer,
      Properties properties,
      boolean transactional) {
    this.kafka = kafka;
    this.serializer = serializer;
    this.properties = properties;
    this.transactional = transactional;
  }

  /**
   * Makes a sink to one topic.
   *
   * @param transactionalIdPrefix differs for each sink and each job on the same Kafka
   * @param properties properties of Kafka's producer, with transaction timeout and bootstrap
   *     servers
   */
  public static <T> JournaledSink<T> of(
      String topic,
      CheckedRecordSerializer<T> serializer,
      String transactionalIdPrefix,
      Properties properties,
      DeliveryGuarantee guarantee) {
    KafkaSink<ProducerRecord<byte[], byte[]>> kafka =
        KafkaSink.<ProducerRecord<byte[], byte[]>>builder()
            .setBootstrapServers(properties.getProperty(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG))
            .setDeliveryGuarantee(guarantee)
            .setTransactionalIdPrefix(transactionalIdPrefix)
            .setTransactionNamingStrategy(TransactionNamingStrategy.POOLING)
            .setRecordSerializer(new Serialized(topic))
            .setKafkaProducerConfig(properties)
            .build();
    boolean transactional = guarantee == DeliveryGuarantee.EXACTLY_ONCE;
    return new JournaledSink<>(kafka, serializer, properties, transactional);
  }

  @Override
  public JournaledWriter<T> createWriter(WriterInitContext context) throws IOException {
    return restoreWriter(context, List.of());
  }

  @Override
  public JournaledWriter<T> restoreWriter(
      WriterInitContext context, Collection<JournaledState> states) throws IOException {
    OpenJournal open = new OpenJournal(transactional);
    KafkaSinkContext place =
        new DefaultKafkaSinkContext(
            context.getTaskInfo().getIndexOfThisSubtask(),
            context.getTaskInfo().getNumberOfParallelSubtasks(),
            properties);
    try {
      serializer.open(context.asSerializationSchemaInitializationContext(), place);
    } catch (Exception e) {
      throw new IOException("the serializer of " + kafka + " does not open", e);
    }
    List<TransactionJournal> journals =
        states.stream().flatMap(state -> state.journals().stream()).toList();
    return new JournaledWriter<>(
        kafka.restoreWriter(
            new AcknowledgingContext(context, open),
            states.stream().map(JournaledState::kafka).toList()),
        new JournaledWriter.Records<>(
            element -> serializer.serialize(element, place, null), serializer::withAllowedTime),
        open,
        new CommittedRecords(client(), decisionTimeout()),
        new Restored(journals, context.metricGroup()));
  }

  private Duration decisionTimeout() {
    String timeout = properties.getProperty(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
    return Duration.ofMillis(Long.parseLong(timeout.trim())).plus(DECISION_SLACK);
  }

  /** Kafka's properties without those that only a transactional producer takes. */
  private Properties client() {
    Properties client = new Properties();
    client.putAll(properties);
    client.remove(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG);
    client.remove(ProducerConfig.MAX_REQUEST_SIZE_CONFIG);
    return client;
  }

  @Override
  public Committer<KafkaCommittable> createCommitter(CommitterInitContext context) {
    return new StrictCommitter(kafka.createCommitter(context));
  }

  @Override
  public SimpleVersionedSerializer<KafkaCommittable> getCommittableSerializer() {
    return kafka.getCommittableSerializer();
  }

  @Override
  public SimpleVersionedSerializer<JournaledState> getWriterStateSerializer() {
    return new JournaledState.Serializer(kafka.getWriterStateSerializer());
  }

  @Override
  public void addPostCommitTopology(DataStream<CommittableMessage<KafkaCommittable>> committed) {
    kafka.addPostCommitTopology(committed);
  }

  /** Passes records on as they are; says where they go, which pooled transactions need to know. */
  private record Serialized(String topic)
      implements KafkaRecordSerializationSchema<ProducerRecord<byte[], byte[]>>,
          KafkaDatasetFacetProvider {
    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        ProducerRecord<byte[], byte[]> record,
        @Nullable KafkaSinkContext context,
        @Nullable Long timestamp) {
      return record;
    }

    @Override
    public Optional<KafkaDatasetFacet> getKafkaDatasetFacet() {
      return Optional.of(
          new DefaultKafkaDatasetFacet(DefaultKafkaDatasetIdentifier.ofTopics(List.of(topic))));
    }
  }
}
