package io.facephys.tests.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.facephys.engine.recording.Recording;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.time.TimeRules;
import io.facephys.schemas.CropContract;
import io.facephys.schemas.FaceChunk;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.SingleObjectFormat;
import io.facephys.testbed.EmbeddedKafka;
import io.facephys.testbed.LocalFlink;
import io.facephys.tests.LocalCluster;
import io.facephys.tests.TestClip;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/** The job has more to do than it can for far longer than the idle timeout. */
final class OverloadITCase {
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(8);
  private static final List<String> SUBJECTS = List.of("ada", "ben", "cleo", "dan");
  private static final int CHUNK_FRAMES = 10;
  private static final int BLACK_CHUNKS = 60;

  private final Recording clip = TestClip.load();

  @Test
  void subjectsWhoseChunksWaitInKafkaKeepTheirStates() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        LocalCluster cluster = new LocalCluster(kafka, "overload");
        LocalFlink flink = cluster.start(1, null, rules());
        var producer = producer(cluster)) {
      List<FaceChunk> black =
          IntStream.range(0, BLACK_CHUNKS).mapToObj(i -> black("black-" + i)).toList();
      int chunks = clip.length() / CHUNK_FRAMES;
      int firstHalf = chunks / 2;
      sendGood(cluster, producer, 0, firstHalf);
      cluster.awaitWaves(SUBJECTS.size() * firstHalf * CHUNK_FRAMES);

      long start = System.nanoTime();
      black.forEach(chunk -> send(cluster, producer, chunk));
      sendGood(cluster, producer, firstHalf, chunks);
      List<PulseWaveform> waves =
          cluster.awaitWaves(
              SUBJECTS.size() * chunks * CHUNK_FRAMES,
              wave -> SUBJECTS.contains(wave.getSubjectId()));

      Duration busy = Duration.ofNanos(System.nanoTime() - start);
      float[] undisturbed = TestClip.waveOf(clip, CHUNK_FRAMES);
      for (String subject : SUBJECTS) {
        assertThat(LocalCluster.waveOf(subject, waves)).isEqualTo(undisturbed);
      }
      flink.check(); // it runs and has never restarted
      assumeThat(busy).as("else nothing is proven").isGreaterThan(IDLE_TIMEOUT);
    }
  }

  private static TimeRules rules() {
    TimeRules rules = TimeRules.DEFAULT;
    return new TimeRules(rules.reordering(), rules.gaps(), IDLE_TIMEOUT, rules.clockBounds());
  }

  private void sendGood(
      LocalCluster cluster, KafkaProducer<byte[], byte[]> producer, int fromChunk, int toChunk) {
    for (int i = fromChunk; i < toChunk; i++) {
      int from = i * CHUNK_FRAMES;
      int to = from + CHUNK_FRAMES;
      for (String subject : SUBJECTS) {
        FaceChunk chunk = HostileRecords.chunk(subject, "camera", i, 0);
        chunk.setCaptureTimesMicros(
            Arrays.stream(clip.captureTimesMicros(), from, to).boxed().toList());
        chunk.setFrames(clip.bytes(from, to));
        send(cluster, producer, chunk);
      }
    }
  }

  /** Ten seconds of black frames. */
  private static FaceChunk black(String subject) {
    int frames = CropContract.MAX_FRAMES;
    long last = System.currentTimeMillis() * 1000;
    FaceChunk chunk = HostileRecords.chunk(subject, "camera", 0, 0);
    chunk.setCaptureTimesMicros(
        LongStream.range(0, frames).map(i -> last + (i - frames + 1) * 33_333).boxed().toList());
    chunk.setFrames(ByteBuffer.allocate(frames * CropContract.FRAME_BYTES));
    return chunk;
  }

  private static KafkaProducer<byte[], byte[]> producer(LocalCluster cluster) {
    Properties client = cluster.client();
    client.put("compression.type", "gzip");
    client.put("max.request.size", "10000000");
    return new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static void send(
      LocalCluster cluster, KafkaProducer<byte[], byte[]> producer, FaceChunk chunk) {
    var unused =
        producer.send(
            new ProducerRecord<>(
                cluster.topics().of(Topic.FACE_CHUNKS),
                chunk.getSubjectId().getBytes(UTF_8),
                SingleObjectFormat.FACE_CHUNK.encode(chunk)));
  }
}
