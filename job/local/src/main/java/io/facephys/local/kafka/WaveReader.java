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
 * Reads committed waves from all partitions of a topic, without a consumer group. Not for several
 * threads.
 */
public final class WaveReader implements AutoCloseable {
  private final KafkaConsumer<byte[], byte[]> consumer;
  private int unreadable;

  /**
   * @param fromBeginning whether to read the waves that are already there
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
    partitions.forEach(consumer::position); // seeks now; seekToEnd alone waits until the first poll
  }

  /** Waves that have arrived since the last call; waits at most {@code timeout} for the first. */
  public List<PulseWaveform> poll(Duration timeout) {
    List<PulseWaveform> waves = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
      try {
        waves.add(SingleObjectFormat.PULSE_WAVEFORM.decode(record.value()));
      } catch (MalformedMessageException e) {
        unreadable++;
      }
    }
    return waves;
  }

  /** How many records could not be read as waves. */
  public int unreadable() {
    return unreadable;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
