package io.facephys.local.kafka;

import io.facephys.schemas.MalformedMessageException;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.SingleObjectFormat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads waves from all partitions of a topic, committed ones only; belongs to no consumer group.
 * Not for several threads.
 */
public final class WaveReader implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private int unreadable;

  /**
   * @param fromBeginning whether to read what is there already
   */
  public WaveReader(Properties client, String topic, boolean fromBeginning) {
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
    partitions.forEach(consumer::position); // seeking is lazy; what comes from now on is to be read
  }

  /**
   * Waves that have come, in the order of their partitions; waits for some, but not longer than
   * {@code patience}.
   */
  public List<PulseWaveform> poll(Duration patience) {
    List<PulseWaveform> waves = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
      try {
        waves.add(SingleObjectFormat.PULSE_WAVEFORM.decode(record.value()));
      } catch (MalformedMessageException e) {
        unreadable++;
      }
    }
    return waves;
  }

  /** How many records held no wave that this version can read. */
  public int unreadable() {
    return unreadable;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
