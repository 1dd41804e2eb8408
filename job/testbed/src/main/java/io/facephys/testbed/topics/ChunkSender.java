package io.facephys.testbed.topics;

import io.facephys.schemas.FaceChunk;
import io.facephys.schemas.FaceChunks;
import io.facephys.schemas.SingleObjectFormat;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends face chunks of simulated or recorded cameras to Kafka and numbers them, from 0 for each
 * sender. It gives chunks to the Kafka client without waiting; {@link #flush} waits until all are
 * delivered, {@link #close} for at most 5 s. Not for several threads.
 */
public final class ChunkSender implements AutoCloseable {
  private static final String MAX_REQUEST_BYTES = String.valueOf(2 << 20);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;
  private final FaceChunks chunks = new FaceChunks();
  private final Disturbance disturbance;
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  public ChunkSender(Properties client, String topic) {
    this(client, topic, Disturbance.none());
  }

  /** The disturbance says what becomes of the chunks on their way. */
  public ChunkSender(Properties client, String topic, Disturbance disturbance) {
    this.topic = topic;
    this.disturbance = disturbance;
    Properties properties = new Properties();
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MAX_REQUEST_BYTES);
    properties.putAll(client);
    properties.remove("default.api.timeout.ms"); // producers do not know it and would log a warning
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Sends one chunk, without waiting for its delivery.
   *
   * @param frames uint8, (frame, row, column, channel)
   * @throws IllegalStateException if an earlier chunk could not be delivered
   */
  public void send(
      String subjectId, String cameraId, long[] captureTimesMicros, ByteBuffer frames) {
    check();
    FaceChunk chunk = chunks.next(subjectId, cameraId, captureTimesMicros, frames);
    for (byte[] value : disturbance.of(subjectId, SingleObjectFormat.FACE_CHUNK.encode(chunk))) {
      deliver(subjectId, value);
    }
  }

  private void deliver(String subjectId, byte[] value) {
    Future<?> unused = // the callback records failures
        producer.send(
            new ProducerRecord<>(topic, FaceChunks.key(subjectId), value),
            (metadata, exception) -> {
              if (exception != null) {
                failure.compareAndSet(null, exception);
              }
            });
  }

  /**
   * Waits until all chunks are delivered.
   *
   * @throws IllegalStateException if one could not be delivered
   */
  public void flush() {
    disturbance.release().forEach(this::deliver);
    producer.flush();
    check();
  }

  private void check() {
    Exception exception = failure.get();
    if (exception != null) {
      throw new IllegalStateException(
          "a chunk could not be delivered: " + exception.getMessage(), exception);
    }
  }

  @Override
  public void close() {
    producer.close(CLOSE_TIMEOUT);
  }
}
