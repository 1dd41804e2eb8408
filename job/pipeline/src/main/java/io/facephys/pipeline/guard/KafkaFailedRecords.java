package io.facephys.pipeline.guard;

import io.facephys.pipeline.access.KafkaAdmin;
import io.facephys.pipeline.record.RawRecord;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the places of failed records in Kafka: the last {@value #MAX_OFFSETS} of each partition, in
 * the metadata of the offsets of a consumer group without consumers. Where the job may not write
 * these, the places are kept in this JVM only. All instances of a JVM share them, on any thread.
 */
public final class KafkaFailedRecords implements FailedRecords {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(KafkaFailedRecords.class);
  private static final int MAX_OFFSETS = 50; // Kafka keeps 4,096 bytes of metadata
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final Map<String, Deque<Long>> IN_THIS_JVM = new ConcurrentHashMap<>();

  private final String groupId;
  private final Properties client;

  /**
   * @param client properties of any Kafka client, with bootstrap.servers
   * @param groupId the job's consumer group, from which the name of the other group is made
   */
  public KafkaFailedRecords(Properties client, String groupId) {
    this.client = client;
    this.groupId = group(groupId);
  }

  /** The consumer group that keeps the places for the job whose own group is {@code groupId}. */
  public static String group(String groupId) {
    return groupId + "-failed-records";
  }

  @Override
  public void open() {
    try (Admin admin = admin()) {
      admin
          .listConsumerGroupOffsets(groupId)
          .partitionsToOffsetAndMetadata()
          .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
          .forEach(this::remember);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      LOG.warn("Kafka does not say on which records the job has failed before", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void remember(TopicPartition partition, OffsetAndMetadata place) {
    Deque<Long> offsets = offsets(partition.topic(), partition.partition());
    synchronized (offsets) {
      Arrays.stream(place.metadata().split(","))
          .filter(text -> !text.isEmpty())
          .map(Long::valueOf)
          .filter(offset -> !offsets.contains(offset))
          .forEach(offsets::add);
    }
  }

  @Override
  public boolean contains(RawRecord record) {
    Deque<Long> offsets = offsets(record.topic(), record.partition());
    synchronized (offsets) {
      return offsets.contains(record.offset());
    }
  }

  @Override
  public void add(RawRecord record) {
    Deque<Long> offsets = offsets(record.topic(), record.partition());
    String metadata;
    synchronized (offsets) {
      offsets.add(record.offset());
      if (offsets.size() > MAX_OFFSETS) {
        offsets.remove();
      }
      metadata = offsets.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    OffsetAndMetadata place = new OffsetAndMetadata(record.offset(), metadata);
    try (Admin admin = admin()) {
      admin
          .alterConsumerGroupOffsets(groupId, Map.of(partition, place))
          .all()
          .get(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      LOG.warn("Kafka does not keep the place of a record on which the job failed: {}", place, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Deque<Long> offsets(String topic, int partition) {
    return IN_THIS_JVM.computeIfAbsent(
        "%s %s %s %d".formatted(client.get("bootstrap.servers"), groupId, topic, partition),
        key -> new ArrayDeque<>());
  }

  private Admin admin() {
    return KafkaAdmin.open(client);
  }
}
