package io.facephys.tests.hostile;

import static io.facephys.pipeline.encode.DeadLetterForm.OFFSET_HEADER;
import static io.facephys.pipeline.encode.DeadLetterForm.PARTITION_HEADER;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.engine.recording.Recording;
import io.facephys.pipeline.config.Topic;
import io.facephys.schemas.FaceChunk;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.SingleObjectFormat;
import io.facephys.testbed.EmbeddedKafka;
import io.facephys.testbed.JobMetrics;
import io.facephys.testbed.LocalFlink;
import io.facephys.testbed.topics.TopicReader;
import io.facephys.tests.LocalCluster;
import io.facephys.tests.TestClip;
import io.facephys.tests.hostile.HostileRecords.Kind;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Hostile records of every kind, half of them compressed, among those of good subjects. How many is
 * {@code -Dfacephys.flood=N}; the seed is {@code -Dfacephys.seed=N}.
 */
final class HostileFloodITCase {
  private static final int RECORDS = Integer.getInteger("facephys.flood", 2_000);
  private static final long SEED = Long.getLong("facephys.seed", 20261128);
  private static final List<String> SUBJECTS = List.of("ada", "ben", "cleo", "dan");
  private static final int CHUNK_FRAMES = 5;
  private static final Duration POLL = Duration.ofMillis(200);

  private final Recording clip = TestClip.load();

  @Test
  void eachRecordIsAccountedForAndTheGoodWavesAreThoseOfAnUndisturbedRun() throws Exception {
    System.out.printf("%,d hostile records, seed %d%n", RECORDS, SEED);
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        LocalCluster cluster = new LocalCluster(kafka, "hostile-flood");
        LocalFlink flink = cluster.start(2, null)) {
      Set<String> sent = send(cluster);
      assertThat(sent).hasSize(RECORDS);

      Set<String> letters = new HashSet<>();
      List<PulseWaveform> goodWaves = new ArrayList<>();
      Set<String> hostileWaves = new HashSet<>();
      try (TopicReader<PulseWaveform> waves =
              TopicReader.ofWaves(cluster.client(), cluster.topics().of(Topic.PULSE_WAVEFORMS));
          KafkaConsumer<byte[], byte[]> deadLetters = cluster.reader(Topic.DEAD_LETTERS)) {
        Awaitility.await()
            .atMost(Duration.ofMinutes(5).plusMillis(20L * RECORDS))
            .until(
                () -> {
                  deadLetters.poll(POLL).forEach(letter -> letters.add(place(letter)));
                  for (PulseWaveform wave : waves.poll(POLL)) {
                    if (SUBJECTS.contains(wave.getSubjectId())) {
                      goodWaves.add(wave);
                    } else {
                      assertThat(hostileWaves.add(name(wave))).as(name(wave)).isTrue();
                    }
                  }
                  return letters.size() + hostileWaves.size() + duplicates() >= RECORDS
                      && goodWaves.size() >= SUBJECTS.size() * chunks();
                });
      }

      assertThat(sent).containsAll(letters);
      assertThat(letters.size() + hostileWaves.size() + duplicates()).isEqualTo(RECORDS);
      float[] undisturbed = TestClip.waveOf(clip, CHUNK_FRAMES);
      for (String subject : SUBJECTS) {
        assertThat(LocalCluster.waveOf(subject, goodWaves)).isEqualTo(undisturbed);
      }
      flink.check(); // it runs and has never restarted
      System.out.printf(
          "%,d dead letters, %,d waves of hostile chunks, %,d duplicates; %s%n",
          letters.size(), hostileWaves.size(), duplicates(), memory());
    }
  }

  /**
   * Two producers reorder the chunks of a hostile camera. One that comes when the job no longer
   * remembers that it skipped its number counts as a duplicate.
   */
  private static long duplicates() {
    return JobMetrics.count("duplicates");
  }

  /** Sends good chunks with hostile records among them; returns where the latter are in Kafka. */
  private Set<String> send(LocalCluster cluster) throws Exception {
    HostileRecords hostile =
        new HostileRecords(cluster.topics().of(Topic.FACE_CHUNKS), SUBJECTS, SEED);
    Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
    List<Future<RecordMetadata>> places = new ArrayList<>();
    try (var plain = producer(cluster, "none");
        var compressed = producer(cluster, "gzip")) {
      for (int i = 0; i < chunks(); i++) {
        for (String subject : SUBJECTS) {
          plain.send(good(cluster, subject, i)).get();
        }
        for (int k = i * RECORDS / chunks(); k < (i + 1) * RECORDS / chunks(); k++) {
          Kind kind = hostile.anyKind();
          counts.merge(kind, 1, Integer::sum);
          boolean compresses = kind.mustBeCompressed() || k % 2 == 0;
          places.add((compresses ? compressed : plain).send(hostile.next(kind)));
        }
      }
      Set<String> sent = new HashSet<>();
      for (Future<RecordMetadata> one : places) {
        sent.add(one.get().partition() + "/" + one.get().offset());
      }
      System.out.println("sent: " + counts);
      return sent;
    }
  }

  private int chunks() {
    return clip.length() / CHUNK_FRAMES;
  }

  private static KafkaProducer<byte[], byte[]> producer(LocalCluster cluster, String compression) {
    Properties client = cluster.client();
    client.put("compression.type", compression);
    client.put("max.request.size", "100000000");
    client.put("buffer.memory", "200000000");
    client.put("max.block.ms", "300000");
    return new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private ProducerRecord<byte[], byte[]> good(LocalCluster cluster, String subject, int sequence) {
    int from = sequence * CHUNK_FRAMES;
    int to = from + CHUNK_FRAMES;
    FaceChunk chunk = HostileRecords.chunk(subject, "camera", sequence, 0);
    chunk.setCaptureTimesMicros(
        Arrays.stream(clip.captureTimesMicros(), from, to).boxed().toList());
    chunk.setFrames(clip.bytes(from, to));
    return new ProducerRecord<>(
        cluster.topics().of(Topic.FACE_CHUNKS),
        subject.getBytes(UTF_8),
        SingleObjectFormat.FACE_CHUNK.encode(chunk));
  }

  private static String place(ConsumerRecord<byte[], byte[]> letter) {
    return LocalCluster.header(letter, PARTITION_HEADER)
        + "/"
        + LocalCluster.header(letter, OFFSET_HEADER);
  }

  private static String name(PulseWaveform wave) {
    return wave.getSubjectId() + " " + wave.getCameraId() + " " + wave.getSequence();
  }

  /** The most that this JVM has held: broker, job and test. */
  private static String memory() throws IOException {
    long heap = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP) {
        heap += pool.getCollectionUsage() == null ? 0 : pool.getCollectionUsage().getUsed();
      }
    }
    String resident = "";
    Path status = Path.of("/proc/self/status");
    if (Files.exists(status)) {
      resident =
          Files.readAllLines(status).stream()
              .filter(line -> line.startsWith("VmHWM"))
              .findFirst()
              .orElse("");
    }
    return "heap after the last collection %d MB; %s".formatted(heap >> 20, resident);
  }
}
