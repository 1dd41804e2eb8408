package io.facephys.testbed.topics;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the records of all partitions of a topic without a consumer group: it needs no right to a
 * group and leaves no offsets behind. It skips records that are not committed, unless the client's
 * properties say otherwise. Not for several threads.
 */
public final class RecordReader implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final String topic;
  private final Map<TopicPartition, Long> endsAtStart;

  /**
   * @param fromBeginning whether to read the records that are already there
   */
  public RecordReader(Properties client, String topic, boolean fromBeginning) {
    Properties properties = new Properties();
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.putAll(client);
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    this.topic = topic;
    List<TopicPartition> partitions = partitions();
    consumer.assign(partitions);
    endsAtStart = consumer.endOffsets(partitions);
    if (fromBeginning) {
      consumer.seekToBeginning(partitions);
    } else {
      consumer.seekToEnd(partitions);
    }
    partitions.forEach(consumer::position); // seeks now; seekToEnd alone waits until the first poll
  }

  /** Records that have arrived since the last call; waits at most {@code timeout} for the first. */
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    takeAddedPartitions();
    return consumer.poll(timeout);
  }

  /** Also reads partitions that the topic did not have before, from their beginning. */
  private void takeAddedPartitions() {
    List<TopicPartition> partitions = partitions(); // known to the client, which asks now and then
    if (partitions.size() > consumer.assignment().size()) {
      Set<TopicPartition> added = new HashSet<>(partitions);
      added.removeAll(consumer.assignment());
      consumer.assign(partitions);
      consumer.seekToBeginning(added);
    }
  }

  private List<TopicPartition> partitions() {
    return consumer.partitionsFor(topic).stream()
        .map(info -> new TopicPartition(info.topic(), info.partition()))
        .toList();
  }

  /** Whether it is past all records that were there when it was made. */
  public boolean hasCaughtUp() {
    return endsAtStart.entrySet().stream()
        .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
  }

  @Override
  public void close() {
    consumer.close();
  }
}
