package io.facephys.testbed.topics;

import io.facephys.schemas.MalformedMessageException;
import io.facephys.schemas.MessageReader;
import io.facephys.schemas.PulseWaveform;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads committed records from all partitions of one of the job's output topics, in whichever
 * format they are, without a consumer group. Not for several threads.
 */
public final class TopicReader<T extends SpecificRecord> implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final MessageReader<T> messages;
  private int unreadable;
  private String problem = "";

  /**
   * @param fromBeginning whether to read the records that are already there
   */
  public TopicReader(
      Properties client, String topic, MessageReader<T> messages, boolean fromBeginning) {
    this.messages = messages;
    Properties properties = new Properties();
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.putAll(client);
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    if (fromBeginning) {
      consumer.seekToBeginning(partitions);
    } else {
      consumer.seekToEnd(partitions);
    }
    partitions.forEach(consumer::position); // seeks now; seekToEnd alone waits until the first poll
  }

  /** Reads waves, also those that are already there. */
  public static TopicReader<PulseWaveform> ofWaves(Properties client, String topic) {
    return new TopicReader<>(client, topic, new MessageReader<>(PulseWaveform.class, null), true);
  }

  /** Records that have arrived since the last call; waits at most {@code timeout} for the first. */
  public List<T> poll(Duration timeout) {
    List<T> records = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
      try {
        records.add(messages.read(record.value()));
      } catch (MalformedMessageException e) {
        unreadable++;
        problem = String.valueOf(e.getMessage());
      }
    }
    return records;
  }

  /** How many records could not be read. */
  public int unreadable() {
    return unreadable;
  }

  /** Why the last of them could not be read; empty if all could. */
  public String problem() {
    return problem;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
