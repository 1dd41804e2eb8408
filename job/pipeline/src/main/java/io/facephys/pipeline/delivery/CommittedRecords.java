package io.facephys.pipeline.delivery;

import io.facephys.pipeline.access.KafkaAdmin;
import io.facephys.pipeline.delivery.SentRecord.Content;
import io.facephys.pipeline.delivery.TransactionJournal.Offsets;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Kafka which records of a transaction its readers see. Only the partitions themselves tell: a
 * coordinator answers alike whether the transaction was committed before or aborted.
 */
final class CommittedRecords {
  private static final Logger LOG = LoggerFactory.getLogger(CommittedRecords.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final long PAUSE_MILLIS = 300;
  private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Properties client;
  private final Duration patience;

  /**
   * @param client Kafka's properties
   * @param patience how long a transaction may stay undecided
   */
  CommittedRecords(Properties client, Duration patience) {
    this.client = client;
    this.patience = patience;
  }

  /**
   * What readers with {@code read_committed} do not see of it; waits until the transaction is
   * decided.
   *
   * @throws IOException if it is not within the time; the message says what to do
   */
  List<SentRecord> missing(TransactionJournal journal) throws IOException, InterruptedException {
    Map<TopicPartition, Offsets> there = awaitDecided(journal);
    Map<Content, Integer> seen = seen(there);
    List<SentRecord> missing = new ArrayList<>();
    for (SentRecord record : journal.records()) {
      if (seen.merge(record.content(), -1, Integer::sum) < 0) {
        missing.add(record);
      }
    }
    return missing;
  }

  /** The stretches to read, when no open transaction lies before their ends any more. */
  private Map<TopicPartition, Offsets> awaitDecided(TransactionJournal journal)
      throws IOException, InterruptedException {
    Set<TopicPartition> partitions = journal.offsets().keySet();
    long deadline = System.nanoTime() + patience.toNanos();
    long reported = System.nanoTime();
    try (Admin admin = KafkaAdmin.open(client)) {
      while (true) {
        Map<TopicPartition, Long> stable = ends(admin, partitions, IsolationLevel.READ_COMMITTED);
        Map<TopicPartition, Long> ends = ends(admin, partitions, IsolationLevel.READ_UNCOMMITTED);
        Map<TopicPartition, Offsets> there = cut(journal.offsets(), ends);
        if (there.entrySet().stream()
            .allMatch(entry -> at(stable, entry.getKey()) > entry.getValue().last())) {
          return there;
        }
        if (System.nanoTime() > deadline) {
          throw new IOException(
              "Kafka transaction %s, or another one before it in %s, is still open after %d s: is a second job with this transactional-id-prefix running? 'kafka-transactions.sh list' shows it"
                  .formatted(journal.transactionalId(), partitions, patience.toSeconds()));
        }
        if (System.nanoTime() - reported > REPORT_NANOS) {
          reported = System.nanoTime();
          LOG.info("waiting until Kafka has decided transaction {}", journal.transactionalId());
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
  }

  /** Without what lies behind the end of a partition: a broker that lost data is shorter. */
  private static Map<TopicPartition, Offsets> cut(
      Map<TopicPartition, Offsets> offsets, Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Offsets> there = new HashMap<>();
    offsets.forEach(
        (partition, stretch) -> {
          long last = Math.min(stretch.last(), at(ends, partition) - 1);
          if (last >= stretch.first()) {
            there.put(partition, new Offsets(stretch.first(), last));
          }
        });
    return there;
  }

  private static long at(Map<TopicPartition, Long> offsets, TopicPartition partition) {
    return offsets.getOrDefault(partition, 0L);
  }

  private static Map<TopicPartition, Long> ends(
      Admin admin, Set<TopicPartition> partitions, IsolationLevel level)
      throws IOException, InterruptedException {
    Map<TopicPartition, OffsetSpec> latest =
        partitions.stream()
            .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
    try {
      Map<TopicPartition, ListOffsetsResultInfo> answers =
          admin.listOffsets(latest, new ListOffsetsOptions(level)).all().get();
      Map<TopicPartition, Long> ends = new HashMap<>();
      answers.forEach((partition, answer) -> ends.put(partition, answer.offset()));
      return ends;
    } catch (ExecutionException e) {
      throw new IOException("Kafka does not say where " + partitions + " end", e.getCause());
    }
  }

  /** How often each content was read in these stretches. */
  private Map<Content, Integer> seen(Map<TopicPartition, Offsets> stretches) {
    Properties properties = new Properties();
    properties.putAll(client);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    Map<Content, Integer> seen = new HashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      for (Map.Entry<TopicPartition, Offsets> stretch : stretches.entrySet()) {
        TopicPartition partition = stretch.getKey();
        consumer.assign(Set.of(partition));
        consumer.seek(partition, stretch.getValue().first());
        while (consumer.position(partition) <= stretch.getValue().last()) {
          for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            if (record.offset() <= stretch.getValue().last()) {
              seen.merge(Content.of(record.key(), record.value()), 1, Integer::sum);
            }
          }
        }
      }
    }
    return seen;
  }
}
