package io.facephys.pipeline.encode;

import io.facephys.pipeline.access.KafkaAccessException;
import io.facephys.pipeline.record.Truncations;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * The limits of a topic. Records beyond them are refused by the producer or the broker, which would
 * end the job.
 *
 * @param recordBytes the bytes of the largest record, with all its framing
 * @param aheadMillis how far a record's timestamp may be after the broker's clock
 * @param behindMillis how far a record's timestamp may be before the broker's clock
 */
record TopicLimits(int recordBytes, long aheadMillis, long behindMillis) implements Serializable {
  /** Kafka's defaults. */
  static final TopicLimits DEFAULT = new TopicLimits(1_048_588, 3_600_000, Long.MAX_VALUE);

  /** A topic must take records of this size; the job can truncate each of its records to it. */
  static final int MIN_RECORD_BYTES = 64 << 10;

  /** How far the broker's clock may differ from the job's. */
  private static final long CLOCK_TOLERANCE_MILLIS = 300_000;

  private static final int BATCH_AND_RECORD_BYTES = 128; // 61 and 21, and lengths of 5 each

  /**
   * Asks Kafka for the limits of {@code topic}.
   *
   * @throws KafkaAccessException if Kafka does not answer
   */
  static TopicLimits of(String topic, Admin kafka) throws InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try {
      Map<ConfigResource, Config> answer = kafka.describeConfigs(List.of(resource)).all().get();
      Config config = Objects.requireNonNull(answer.get(resource));
      return new TopicLimits(
          (int) number(config, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, DEFAULT.recordBytes),
          number(config, TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, DEFAULT.aheadMillis),
          number(config, TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG, DEFAULT.behindMillis));
    } catch (ExecutionException e) {
      throw KafkaAccessException.of(e);
    }
  }

  /**
   * Checks that the topic takes records of at least {@link #MIN_RECORD_BYTES}.
   *
   * @throws IllegalStateException if not; the message says what to change
   */
  void checkMinimum(String topic) {
    if (recordBytes < MIN_RECORD_BYTES) {
      throw new IllegalStateException(
          "topic '%s' takes records of %d bytes; the job needs %d: raise the topic's max.message.bytes, or max.request.size or buffer.memory of --kafka"
              .formatted(topic, recordBytes, MIN_RECORD_BYTES));
    }
  }

  /** A setting of the topic; the given number if the broker does not have it, as before 3.6. */
  static long number(Config config, String name, long otherwise) {
    ConfigEntry entry = config.get(name);
    return entry == null ? otherwise : Long.parseLong(entry.value());
  }

  /** The limits that a producer with these properties leaves of the topic's. */
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
  boolean allowSizeOf(ProducerRecord<byte[], byte[]> record) {
    long bytes = (long) BATCH_AND_RECORD_BYTES + length(record.key()) + length(record.value());
    for (Header header : record.headers()) {
      bytes += Truncations.headerBytes(header.key(), header.value());
    }
    return bytes <= recordBytes;
  }

  /** Whether a record with this timestamp is taken now, even if the broker's clock differs. */
  boolean allowTime(long timestampMillis, long nowMillis) {
    return timestampMillis - nowMillis
            <= aheadMillis - Math.min(aheadMillis / 2, CLOCK_TOLERANCE_MILLIS)
        && nowMillis - timestampMillis
            <= behindMillis - Math.min(behindMillis / 2, CLOCK_TOLERANCE_MILLIS);
  }

  private static int length(byte @Nullable [] bytes) {
    return bytes == null ? 0 : bytes.length;
  }
}
