package io.facephys.tests.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.facephys.schemas.CropContract;
import io.facephys.schemas.FaceChunk;
import io.facephys.schemas.SingleObjectFormat;
import io.facephys.tests.hostile.HostileRecords;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
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
 * Cameras that each send a frame of one grey every half second, which makes a gap before each.
 * Their subjects have their names.
 */
final class LiveCameras implements AutoCloseable {
  private static final long PERIOD_MILLIS = 500;

  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final List<String> names;
  private final byte[] pixels = new byte[CropContract.FRAME_BYTES];
  private final Duration age;
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final AtomicLong sequence = new AtomicLong();

  /**
   * Prepares them; none sends before {@link #start}.
   *
   * @param age of a frame when it is sent
   */
  LiveCameras(Properties client, String topic, List<String> names, int grey, Duration age) {
    this.producer =
        new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
    this.topic = topic;
    this.names = names;
    this.age = age;
    Arrays.fill(pixels, (byte) grey);
  }

  void start() {
    Future<?> unused =
        clock.scheduleAtFixedRate(
            () -> names.forEach(this::send), 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void send(String name) {
    long micros = (System.currentTimeMillis() - age.toMillis()) * 1000;
    FaceChunk chunk = HostileRecords.chunk(name, name, sequence.getAndIncrement(), micros);
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
