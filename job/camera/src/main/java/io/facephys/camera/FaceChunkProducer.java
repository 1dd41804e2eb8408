package io.facephys.camera;

import io.facephys.schemas.FaceChunk;
import io.facephys.schemas.FaceChunks;
import io.facephys.schemas.SingleObjectFormat;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Numbers the chunks of one camera and sends them to Kafka, on a thread of its own. Threads may
 * share an instance.
 *
 * <p>{@link #send} never waits. While Kafka is away, chunks wait in memory up to a limit; beyond it
 * the oldest is dropped and counted. Chunks get their numbers when they are taken from the queue,
 * so that a dropped chunk leaves a gap in time, but none in the numbers.
 */
public final class FaceChunkProducer implements AutoCloseable {
  private static final String REQUEST_BYTES = String.valueOf(2 << 20);
  private static final String BUFFER_BYTES = String.valueOf(8 << 20);
  private static final String MAX_WAIT_MILLIS = "2000";
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  /** How many chunks Kafka has stored, how many will never reach it, and how many wait for it. */
  public record Counts(long delivered, long dropped, long waiting) {}

  private record Waiting(String subjectId, CropChunk chunk) {}

  private final KafkaProducer<byte[], byte[]> kafka;
  private final String topic;
  private final String cameraId;
  private final long maxWaitingBytes;
  private final Thread thread = new Thread(this::run, "face-chunks");
  private final FaceChunks chunks = new FaceChunks();
  private final Deque<Waiting> queue = new ArrayDeque<>();
  private final AtomicLong delivered = new AtomicLong();
  private final AtomicLong dropped = new AtomicLong();
  private final AtomicLong sending = new AtomicLong();
  private long queuedBytes;
  private boolean closing;
  private volatile @Nullable String lastError;

  /**
   * @param client properties of the Kafka client; the defaults of this class give way to them
   * @param maxWaitingBytes how many bytes of frames may wait for Kafka; a second of a face at 30
   *     frames a second has 117 kB
   */
  public FaceChunkProducer(Properties client, String topic, String cameraId, long maxWaitingBytes) {
    Properties properties = new Properties();
    properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, REQUEST_BYTES);
    properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_WAIT_MILLIS);
    properties.putAll(client);
    properties.remove("default.api.timeout.ms"); // producers do not know it and would log a warning
    this.kafka =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    this.topic = topic;
    this.cameraId = cameraId;
    this.maxWaitingBytes = maxWaitingBytes;
    thread.setDaemon(true);
    thread.start();
  }

  /** Puts a chunk into the queue; never waits. */
  public synchronized void send(String subjectId, CropChunk chunk) {
    queue.addLast(new Waiting(subjectId, chunk));
    queuedBytes += chunk.frames().length;
    while (queuedBytes > maxWaitingBytes && queue.size() > 1) {
      queuedBytes -= queue.removeFirst().chunk.frames().length;
      dropped.incrementAndGet();
    }
    notifyAll();
  }

  /** The counts so far. */
  public synchronized Counts counts() {
    return new Counts(delivered.get(), dropped.get(), queue.size() + sending.get());
  }

  /** Why Kafka did not take the newest chunk; empty if it did. */
  public Optional<String> lastError() {
    return Optional.ofNullable(lastError);
  }

  private void run() {
    try {
      for (Optional<Waiting> next = take(); next.isPresent(); next = take()) {
        sendNow(next.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed before Kafka took everything
    }
  }

  /** The next chunk, when there is one; empty once this is closing and nothing is left. */
  private synchronized Optional<Waiting> take() throws InterruptedException {
    while (queue.isEmpty() && !closing) {
      wait();
    }
    Optional<Waiting> next = Optional.ofNullable(queue.pollFirst());
    next.ifPresent(
        waiting -> {
          queuedBytes -= waiting.chunk.frames().length;
          sending.incrementAndGet();
        });
    return next;
  }

  /** Hands a chunk to Kafka's client, which may have to wait for room or for the broker. */
  private void sendNow(Waiting waiting) throws InterruptedException {
    ProducerRecord<byte[], byte[]> record = record(waiting);
    while (!Thread.currentThread().isInterrupted()) {
      try {
        Future<?> unused = // the callback records failures
            kafka.send(record, (metadata, exception) -> settle(exception));
        return;
      } catch (TimeoutException e) {
        lastError = e.getMessage(); // again, with the same chunk
      } catch (RuntimeException e) {
        settle(e);
        return;
      }
    }
    settle(new InterruptedException("closed before Kafka took the chunk"));
    throw new InterruptedException();
  }

  /** Counts a chunk as delivered or dropped. */
  private void settle(@Nullable Exception exception) {
    sending.decrementAndGet();
    (exception == null ? delivered : dropped).incrementAndGet();
    lastError = exception == null ? null : exception.getMessage();
  }

  private ProducerRecord<byte[], byte[]> record(Waiting waiting) {
    CropChunk chunk = waiting.chunk;
    FaceChunk message =
        chunks.next(
            waiting.subjectId,
            cameraId,
            chunk.captureTimesMicros(),
            ByteBuffer.wrap(chunk.frames()));
    return new ProducerRecord<>(
        topic, FaceChunks.key(waiting.subjectId), SingleObjectFormat.FACE_CHUNK.encode(message));
  }

  /** Sends what waits, for at most 10 s; the rest counts as dropped. */
  @Override
  public void close() {
    synchronized (this) {
      closing = true;
      notifyAll();
    }
    long deadline = System.nanoTime() + CLOSE_TIMEOUT.toNanos();
    try {
      thread.join(CLOSE_TIMEOUT.toMillis());
      thread.interrupt();
      thread.join();
      kafka.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      kafka.close(Duration.ZERO);
    }
    synchronized (this) {
      dropped.addAndGet(queue.size());
      queue.clear();
    }
  }
}
