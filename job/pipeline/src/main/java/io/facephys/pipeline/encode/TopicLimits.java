package io.facephys.pipeline.encode;

import io.facephys.pipeline.access.KafkaAccessException;
import io.facephys.pipeline.record.Cuts;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * What a topic takes; what it does not take, the producer or the broker refuses, which ends the
 * job.
 *
 * @param recordBytes largest record with all its framing
 * @param aheadMillis how far a record's timestamp may be after the broker's clock
 * @param behindMillis how far it may be before it
 */
record TopicLimits(int recordBytes, long aheadMillis, long behindMillis) implements Serializable {
  /** Kafka's defaults. */
  static final TopicLimits DEFAULT = new TopicLimits(1_048_588, 3_600_000, Long.MAX_VALUE);

  /** Each record of the job can be brought to this size. */
  static final int LEAST_RECORD_BYTES = 64 << 10;

  private static final long CLOCK_ROOM_MILLIS = 300_000;
  private static final int BATCH_AND_RECORD_BYTES = 128; // 61 and 21, and lengths of 5 each

  /**
   * Asks Kafka what {@code topic} takes.
   *
   * @throws KafkaAccessException if Kafka does not say
   */
  static TopicLimits of(String topic, Admin kafka) throws InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try {
      Map<ConfigResource, Config> answer = kafka.describeConfigs(List.of(resource)).all().get();
      Config config = Objects.requireNonNull(answer.get(resource));
      return new TopicLimits(
          (int) number(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG),
          number(config, TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG),
          number(config, TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG));
    } catch (ExecutionException e) {
      throw KafkaAccessException.of(e);
    }
  }

  /**
   * Checks that each record of the job can be brought to what the topic takes.
   *
   * @throws IllegalStateException if not; the message says what to change
   */
  void checkLeast(String topic) {
    if (recordBytes < LEAST_RECORD_BYTES) {
      throw new IllegalStateException(
          "topic '%s' takes records of %d bytes; the job needs %d: raise the topic's max.message.bytes, or max.request.size or buffer.memory of --kafka"
              .formatted(topic, recordBytes, LEAST_RECORD_BYTES));
    }
  }

  private static long number(Config config, String name) {
    return Long.parseLong(config.get(name).value());
  }

  /** The smaller of what the topic and a producer with these properties take. */
  TopicLimits within(Properties producer) {
    long bytes = recordBytes;
    for (String name :
        new String[] {
          ProducerConfig.MAX_REQUEST_SIZE_CONFIG, ProducerConfig.BUFFER_MEMORY_CONFIG
        }) {
      String value = producer.getProperty(name);
      if (value != null) {
        bytes = Math.min(bytes, Long.parseLong(value.trim()));
      }
    }
    return new TopicLimits((int) bytes, aheadMillis, behindMillis);
  }

  /** Whether the record, alone in its batch and not compressed, is small enough. */
  boolean takeSizeOf(ProducerRecord<byte[], byte[]> record) {
    long bytes = (long) BATCH_AND_RECORD_BYTES + length(record.key()) + length(record.value());
    for (Header header : record.headers()) {
      bytes += Cuts.bytes(header.key(), header.value());
    }
    return bytes <= recordBytes;
  }

  /** Whether a record with this timestamp is taken now, with some room for the broker's clock. */
  boolean takeTime(long timestampMillis, long nowMillis) {
    return timestampMillis - nowMillis <= aheadMillis - Math.min(aheadMillis / 2, CLOCK_ROOM_MILLIS)
        && nowMillis - timestampMillis
            <= behindMillis - Math.min(behindMillis / 2, CLOCK_ROOM_MILLIS);
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
