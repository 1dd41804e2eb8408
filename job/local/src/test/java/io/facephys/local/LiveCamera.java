package io.facephys.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.facephys.schemas.CropContract;
import io.facephys.schemas.FaceChunk;
import io.facephys.schemas.SingleObjectFormat;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A camera that sends a frame of one grey every half second, which makes a gap before each. Its
 * subject has its name.
 */
final class LiveCamera implements AutoCloseable {
  private static final long PERIOD_MILLIS = 500;

  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final AtomicLong sequence = new AtomicLong();

  /**
   * Starts it.
   *
   * @param age of a frame when it is sent
   */
  LiveCamera(Properties client, String topic, String name, int grey, Duration age) {
    this.producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
    this.topic = topic;
    Future<?> unused =
        clock.scheduleAtFixedRate(
            () -> send(name, grey, age), 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void send(String name, int grey, Duration age) {
    long micros = (System.currentTimeMillis() - age.toMillis()) * 1000;
    FaceChunk chunk = HostileRecords.chunk(name, name, sequence.getAndIncrement(), micros);
    byte[] pixels = new byte[CropContract.FRAME_BYTES];
    Arrays.fill(pixels, (byte) grey);
    chunk.setFrames(ByteBuffer.wrap(pixels));
    Future<?> unused = // a broker that is away is no failure here
        producer.send(
            new ProducerRecord<>(
                topic,
                chunk.getSubjectId().getBytes(UTF_8),
                SingleObjectFormat.FACE_CHUNK.encode(chunk)));
  }

  @Override
  public void close() {
    clock.shutdownNow();
    producer.close(Duration.ZERO);
  }
}
