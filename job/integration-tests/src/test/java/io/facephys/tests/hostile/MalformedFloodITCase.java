package io.facephys.tests.hostile;

import static io.facephys.pipeline.encode.DeadLetterForm.OFFSET_HEADER;
import static io.facephys.pipeline.encode.DeadLetterForm.PARTITION_HEADER;
import static io.facephys.pipeline.encode.DeadLetterForm.REASON_HEADER;
import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.engine.recording.Recording;
import io.facephys.pipeline.config.Topic;
import io.facephys.schemas.ControlAction;
import io.facephys.schemas.FaceChunk;
import io.facephys.schemas.FaceChunks;
import io.facephys.schemas.FaceControl;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.SingleObjectFormat;
import io.facephys.testbed.EmbeddedKafka;
import io.facephys.testbed.LocalFlink;
import io.facephys.tests.LocalCluster;
import io.facephys.tests.TestClip;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Ten thousand malformed records among good ones, through real Kafka and the real job. */
final class MalformedFloodITCase {
  private static final int MALFORMED = 10_000;
  private static final String SUBJECT = "somebody";
  private static final byte[] KEY = FaceChunks.key(SUBJECT);
  private static final int CHUNK_FRAMES = 5;

  private final Recording clip = TestClip.load();

  @Test
  void everyMalformedRecordIsADeadLetterAndTheGoodOnesComeOutAsIfNothingHappened()
      throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        LocalCluster cluster = new LocalCluster(kafka, "flood");
        LocalFlink flink = cluster.start(2, null)) {
      Map<String, byte[]> sent = send(cluster);
      assertThat(sent).hasSize(MALFORMED);

      Map<String, byte[]> letters = awaitDeadLetters(cluster);

      assertThat(letters.keySet()).isEqualTo(sent.keySet());
      letters.forEach((place, value) -> assertThat(value).as(place).isEqualTo(sent.get(place)));
      List<PulseWaveform> waves = cluster.awaitWaves(clip.length());
      assertThat(LocalCluster.waveOf(SUBJECT, waves))
          .isEqualTo(TestClip.waveOf(clip, CHUNK_FRAMES));
      flink.check(); // it runs and has never restarted
    }
  }

  private record Sent(byte[] value, Future<RecordMetadata> place) {}

  /**
   * Sends good chunks with malformed records among them; returns the latter by partition and
   * offset.
   */
  private Map<String, byte[]> send(LocalCluster cluster) throws Exception {
    int chunks = clip.length() / CHUNK_FRAMES;
    MalformedRecords malformed =
        new MalformedRecords(
            SingleObjectFormat.FACE_CHUNK.encode(chunk(0, 1)), // one frame, so that pixels are few
            SingleObjectFormat.FACE_CONTROL.encode(
                new FaceControl(ControlAction.FORGET, SUBJECT, "r")),
            20261122);
    Map<String, byte[]> sent = new HashMap<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            cluster.client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      List<Sent> all = new ArrayList<>();
      List<Future<RecordMetadata>> goodOnes = new ArrayList<>();
      for (int i = 0; i < chunks; i++) {
        byte[] good = SingleObjectFormat.FACE_CHUNK.encode(chunk(i, CHUNK_FRAMES));
        goodOnes.add(producer.send(record(cluster, good)));
        for (int k = i * MALFORMED / chunks; k < (i + 1) * MALFORMED / chunks; k++) {
          byte[] value = malformed.next();
          all.add(new Sent(value, producer.send(record(cluster, value))));
        }
      }
      for (Future<RecordMetadata> one : goodOnes) {
        one.get();
      }
      for (Sent one : all) {
        RecordMetadata at = one.place().get();
        sent.put(at.partition() + "/" + at.offset(), one.value());
      }
    }
    return sent;
  }

  private static ProducerRecord<byte[], byte[]> record(LocalCluster cluster, byte[] value) {
    return new ProducerRecord<>(cluster.topics().of(Topic.FACE_CHUNKS), KEY, value);
  }

  private static Map<String, byte[]> awaitDeadLetters(LocalCluster cluster) {
    Map<String, byte[]> letters = new HashMap<>();
    Properties client = cluster.client();
    client.put("isolation.level", "read_committed");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> all =
          List.of(new TopicPartition(cluster.topics().of(Topic.DEAD_LETTERS), 0));
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Awaitility.await()
          .atMost(LocalCluster.TIMEOUT)
          .until(
              () -> {
                for (ConsumerRecord<byte[], byte[]> letter :
                    consumer.poll(Duration.ofMillis(200))) {
                  assertThat(header(letter, REASON_HEADER)).isNotBlank();
                  letters.put(
                      header(letter, PARTITION_HEADER) + "/" + header(letter, OFFSET_HEADER),
                      letter.value());
                }
                return letters.size() >= MALFORMED;
              });
    }
    return letters;
  }

  private FaceChunk chunk(int sequence, int frames) {
    int from = sequence * CHUNK_FRAMES;
    return FaceChunks.numbered(
        SUBJECT,
        "camera",
        sequence,
        Arrays.copyOfRange(clip.captureTimesMicros(), from, from + frames),
        clip.bytes(from, from + frames));
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
