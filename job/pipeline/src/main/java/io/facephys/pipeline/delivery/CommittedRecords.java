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
 * Finds out which records of a transaction Kafka's readers see. Only the partitions themselves show
 * it: a coordinator answers alike whether the transaction was committed before or aborted.
 */
final class CommittedRecords {
  private static final Logger LOG = LoggerFactory.getLogger(CommittedRecords.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final long RETRY_MILLIS = 300;
  private static final long REPORT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final Properties client;
  private final Duration timeout;

  /**
   * @param client properties of a Kafka client, with bootstrap.servers
   * @param timeout how long a transaction may stay undecided
   */
  CommittedRecords(Properties client, Duration timeout) {
    this.client = client;
    this.timeout = timeout;
  }

  /**
   * The records of the transaction that readers with {@code read_committed} have not seen. Waits
   * until the transaction is decided.
   *
   * <p>The topic may have deleted some of them since, because they were too old. If a record that
   * is left was committed, so were those, for a transaction is committed as a whole. If none is
   * left, nobody knows; a record that was sent again would be too old as well, so none is missing.
   *
   * @throws IOException if it is not decided in time; the message says what to do
   */
  List<SentRecord> missing(TransactionJournal journal) throws IOException, InterruptedException {
    Map<TopicPartition, Offsets> existing = awaitDecided(journal);
    Map<TopicPartition, Long> starts = starts(existing.keySet());
    boolean deleted = false;
    Map<TopicPartition, Offsets> left = new HashMap<>();
    for (Map.Entry<TopicPartition, Offsets> entry : existing.entrySet()) {
      Offsets range = entry.getValue();
      long start = at(starts, entry.getKey());
      deleted |= start > range.first();
      if (start <= range.last()) {
        left.put(entry.getKey(), new Offsets(Math.max(start, range.first()), range.last()));
      }
    }
    Map<Content, Integer> seen = seen(left);
    if (deleted && (left.isEmpty() || !seen.isEmpty())) {
      LOG.info(
          "The topic has deleted records of transaction {}, {} of them are left",
          journal.transactionalId(),
          seen.size());
      return List.of();
    }
    List<SentRecord> missing = new ArrayList<>();
    for (SentRecord record : journal.records()) {
      if (seen.merge(record.content(), -1, Integer::sum) < 0) {
        missing.add(record);
      }
    }
    return missing;
  }

  private Map<TopicPartition, Long> starts(Set<TopicPartition> partitions)
      throws IOException, InterruptedException {
    try (Admin admin = KafkaAdmin.open(client)) {
      return offsets(admin, partitions, OffsetSpec.earliest(), IsolationLevel.READ_UNCOMMITTED);
    }
  }

  /** Waits until no open transaction hides the journal's offsets; returns those that exist. */
  private Map<TopicPartition, Offsets> awaitDecided(TransactionJournal journal)
      throws IOException, InterruptedException {
    Set<TopicPartition> partitions = journal.offsets().keySet();
    long deadline = System.nanoTime() + timeout.toNanos();
    long reported = System.nanoTime();
    try (Admin admin = KafkaAdmin.open(client)) {
      while (true) {
        Map<TopicPartition, Long> stable =
            offsets(admin, partitions, OffsetSpec.latest(), IsolationLevel.READ_COMMITTED);
        Map<TopicPartition, Long> ends =
            offsets(admin, partitions, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
        Map<TopicPartition, Offsets> existing = existing(journal.offsets(), ends);
        if (existing.entrySet().stream()
            .allMatch(entry -> at(stable, entry.getKey()) > entry.getValue().last())) {
          return existing;
        }
        if (System.nanoTime() > deadline) {
          throw new IOException(
              "Kafka transaction %s, or another one before it in %s, is still open after %d s: is a second job with this transactional-id-prefix running? 'kafka-transactions.sh list' shows it"
                  .formatted(journal.transactionalId(), partitions, timeout.toSeconds()));
        }
        if (System.nanoTime() - reported > REPORT_NANOS) {
          reported = System.nanoTime();
          LOG.info("waiting until Kafka has decided transaction {}", journal.transactionalId());
        }
        TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
      }
    }
  }

  /** The offsets up to the ends of the partitions, which a broker that lost data has moved back. */
  private static Map<TopicPartition, Offsets> existing(
      Map<TopicPartition, Offsets> offsets, Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Offsets> existing = new HashMap<>();
    offsets.forEach(
        (partition, range) -> {
          long last = Math.min(range.last(), at(ends, partition) - 1);
          if (last >= range.first()) {
            existing.put(partition, new Offsets(range.first(), last));
          }
        });
    return existing;
  }

  private static long at(Map<TopicPartition, Long> offsets, TopicPartition partition) {
    return offsets.getOrDefault(partition, 0L);
  }

  private static Map<TopicPartition, Long> offsets(
      Admin admin, Set<TopicPartition> partitions, OffsetSpec which, IsolationLevel level)
      throws IOException, InterruptedException {
    Map<TopicPartition, OffsetSpec> question =
        partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> which));
    try {
      Map<TopicPartition, ListOffsetsResultInfo> answers =
          admin.listOffsets(question, new ListOffsetsOptions(level)).all().get();
      Map<TopicPartition, Long> offsets = new HashMap<>();
      answers.forEach((partition, answer) -> offsets.put(partition, answer.offset()));
      return offsets;
    } catch (ExecutionException e) {
      throw new IOException(
          "Kafka does not say where " + partitions + " begin and end", e.getCause());
    }
  }

  /** Reads these offsets, and counts how often each content is there. */
  private Map<Content, Integer> seen(Map<TopicPartition, Offsets> offsets) {
    Properties properties = new Properties();
    properties.putAll(client);
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    Map<Content, Integer> seen = new HashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      for (Map.Entry<TopicPartition, Offsets> range : offsets.entrySet()) {
        TopicPartition partition = range.getKey();
        consumer.assign(Set.of(partition));
        consumer.seek(partition, range.getValue().first());
        while (consumer.position(partition) <= range.getValue().last()) {
          for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            if (record.offset() <= range.getValue().last()) {
              seen.merge(Content.of(record.key(), record.value()), 1, Integer::sum);
            }
          }
        }
      }
    }
    return seen;
  }
}
