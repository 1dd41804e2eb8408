package io.facephys.operations.replay;

import io.facephys.pipeline.encode.DeadLetterForm;
import io.facephys.pipeline.record.RawRecord;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends the records of dead letters to a topic, in transactions that also hold the {@link
 * ReplayMark} of each: what was sent is marked, however the replay ends. Of two replays of a
 * dead-letter topic the later one ends the earlier. Not for several threads.
 */
final class Replay implements AutoCloseable {
  private static final int BATCH_RECORDS = 500;
  private static final long BATCH_BYTES = 16 << 20;
  private static final Duration BATCH_TIME = Duration.ofSeconds(10); // Kafka gives it a minute
  private static final String MAX_REQUEST_BYTES = String.valueOf(128 << 20); // the topic decides
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final String deadLetterTopic;
  private final String target;
  private final KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<Exception> failure = new AtomicReference<>();
  private int batchRecords;
  private long batchBytes;
  private long batchStartNanos;
  private int sent;

  /** Afterwards nothing is left of what another replay of the topic has not committed. */
  Replay(Properties client, String deadLetterTopic, String target) {
    this.deadLetterTopic = deadLetterTopic;
    this.target = target;
    Properties properties = new Properties();
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
    properties.putAll(client);
    properties.remove("default.api.timeout.ms"); // producers do not know it and would log a warning
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "facephys-replay-" + deadLetterTopic);
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    producer.initTransactions();
  }

  /** Sends the record of a dead letter, and its mark. */
  void send(ConsumerRecord<byte[], byte[]> letter) {
    if (batchRecords == 0) {
      batchStartNanos = System.nanoTime();
      producer.beginTransaction();
    }
    batchRecords++;
    batchBytes += letter.serializedValueSize();
    send(restored(letter));
    send(ReplayMark.of(letter, target));
    if (batchRecords >= BATCH_RECORDS || batchBytes >= BATCH_BYTES) {
      commit();
    }
  }

  private ProducerRecord<byte[], byte[]> restored(ConsumerRecord<byte[], byte[]> letter) {
    RawRecord record = DeadLetterForm.read(letter).record();
    Long timestamp = record.timestampMillis() < 0 ? null : record.timestampMillis();
    List<Header> headers =
        Arrays.stream(record.headers())
            .<Header>map(header -> new RecordHeader(header.key(), header.value()))
            .toList();
    return new ProducerRecord<>(target, null, timestamp, record.key(), record.value(), headers);
  }

  private void send(ProducerRecord<byte[], byte[]> record) {
    Future<?> unused = // the callback records failures
        producer.send(
            record,
            (metadata, exception) -> {
              if (exception != null) {
                failure.compareAndSet(null, exception);
              }
            });
  }

  /** Commits what was sent if that has waited for long; to be called now and then. */
  void commitIfOld() {
    if (System.nanoTime() - batchStartNanos > BATCH_TIME.toNanos()) {
      commit();
    }
  }

  /**
   * Commits what was sent.
   *
   * @throws IllegalStateException if it cannot be; then nothing of it is in the topics
   */
  void commit() {
    if (batchRecords == 0) {
      return;
    }
    try {
      producer.commitTransaction();
    } catch (ProducerFencedException | InvalidProducerEpochException e) {
      batchRecords = 0; // the other replay has ended the transaction
      throw new IllegalStateException(
          "another replay of '%s' has started and ended this one".formatted(deadLetterTopic), e);
    } catch (KafkaException e) {
      Exception first = failure.get();
      throw new IllegalStateException(
          "'%s' does not take the letters' records: %s"
              .formatted(target, (first == null ? e : first).getMessage()),
          e);
    }
    sent += batchRecords;
    batchRecords = 0;
    batchBytes = 0;
  }

  /** How many records were sent and committed. */
  int sent() {
    return sent;
  }

  /** Takes back what is not committed. */
  @Override
  public void close() {
    try {
      if (batchRecords > 0) {
        producer.abortTransaction();
      }
    } finally {
      producer.close(CLOSE_TIMEOUT);
    }
  }
}
