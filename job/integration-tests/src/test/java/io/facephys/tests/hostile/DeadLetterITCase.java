package io.facephys.tests.hostile;

import static io.facephys.pipeline.encode.DeadLetterForm.OFFSET_HEADER;
import static io.facephys.pipeline.encode.DeadLetterForm.PARTITION_HEADER;
import static io.facephys.pipeline.encode.DeadLetterForm.REASON_HEADER;
import static io.facephys.pipeline.encode.DeadLetterForm.TOPIC_HEADER;
import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.engine.recording.Recording;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.encode.DeadLetterForm;
import io.facephys.pipeline.record.RawRecord;
import io.facephys.schemas.CropContract;
import io.facephys.schemas.FaceChunk;
import io.facephys.schemas.FaceChunks;
import io.facephys.schemas.PixelFormat;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.SingleObjectFormat;
import io.facephys.testbed.EmbeddedKafka;
import io.facephys.testbed.LocalFlink;
import io.facephys.tests.LocalCluster;
import io.facephys.tests.TestClip;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.stream.LongStream;
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

/** Bad records among good ones, through real Kafka and the real job. */
final class DeadLetterITCase {
  private static final String SUBJECT = "somebody";
  private static final byte[] KEY = FaceChunks.key(SUBJECT);
  private static final int CHUNK_FRAMES = 10;
  private static final String LIE = "what a sender writes under the job's name";

  private final Recording clip = TestClip.load();

  @Test
  void badRecordsAreDeadLettersWholeAndGoodOnesComeOutAsIfNothingHappened() throws Exception {
    Map<String, byte[]> bad = badValues();
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        LocalCluster cluster = new LocalCluster(kafka, "bad");
        LocalFlink flink = cluster.start(2, null)) {
      Map<String, RecordMetadata> places = sendGoodAndBad(cluster, bad);

      List<ConsumerRecord<byte[], byte[]>> letters = awaitDeadLetters(cluster, bad.size());
      for (ConsumerRecord<byte[], byte[]> letter : letters) {
        String kind = header(letter, "kind");
        assertThat(letter.key()).isEqualTo(KEY);
        assertThat(letter.value()).as(kind).isEqualTo(bad.get(kind));
        RecordMetadata place = Objects.requireNonNull(places.get(kind));
        assertThat(header(letter, TOPIC_HEADER)).isEqualTo(place.topic());
        assertThat(header(letter, PARTITION_HEADER)).isEqualTo("" + place.partition());
        assertThat(header(letter, OFFSET_HEADER)).isEqualTo("" + place.offset());
        assertThat(letter.headers().headers(REASON_HEADER)).hasSize(1);
        assertThat(header(letter, REASON_HEADER)).as(kind).isNotBlank().isNotEqualTo(LIE);
        RawRecord restored = DeadLetterForm.read(letter).record();
        assertThat(restored.timestampMillis()).isEqualTo(place.timestamp());
        assertThat(restored.headers())
            .extracting(RawRecord.Header::key)
            .containsExactly("kind", REASON_HEADER);
      }
      assertThat(letters)
          .extracting(letter -> header(letter, "kind"))
          .containsExactlyInAnyOrderElementsOf(bad.keySet());

      List<PulseWaveform> waves = cluster.awaitWaves(clip.length());
      assertThat(LocalCluster.waveOf(SUBJECT, waves))
          .isEqualTo(TestClip.waveOf(clip, CHUNK_FRAMES));
      flink.check();
    }
  }

  private Map<String, byte[]> badValues() {
    byte[] good = SingleObjectFormat.FACE_CHUNK.encode(chunk(0, 0, CHUNK_FRAMES));
    Map<String, byte[]> bad = new LinkedHashMap<>();
    bad.put("empty", new byte[0]);
    bad.put("text", "hello".getBytes(StandardCharsets.UTF_8));
    bad.put("truncated", Arrays.copyOf(good, good.length / 2));
    bad.put("trailing byte", Arrays.copyOf(good, good.length + 1));
    bad.put("wrong schema", SingleObjectFormat.PULSE_WAVEFORM.encode(anyWaveform()));
    bad.put("wrong size", encode(chunk(0, 0, CHUNK_FRAMES), chunk -> chunk.setHeight(35)));
    bad.put("unknown pixels", encode(chunk(0, 0, 1), c -> c.setPixelFormat(PixelFormat.UNKNOWN)));
    bad.put("no frames", encode(chunk(0, 0, 1), c -> setFrames(c, 0, 0)));
    bad.put("301 frames", encode(chunk(0, 0, 1), c -> setFrames(c, 301, 301)));
    bad.put("times do not match", encode(chunk(0, 0, 1), c -> setFrames(c, 2, 1)));
    bad.put("another subject", encode(chunk(0, 0, 1), c -> c.setSubjectId("else")));
    bad.put("blank camera", encode(chunk(0, 0, 1), c -> c.setCameraId(" ")));
    return bad;
  }

  private Map<String, RecordMetadata> sendGoodAndBad(LocalCluster cluster, Map<String, byte[]> bad)
      throws Exception {
    Map<String, RecordMetadata> places = new LinkedHashMap<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            with(cluster.client(), "max.request.size", "2097152"),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      Iterator<Map.Entry<String, byte[]>> spoilt = bad.entrySet().iterator();
      for (int from = 0, i = 0; from < clip.length(); from += CHUNK_FRAMES, i++) {
        FaceChunk good = chunk(i, from, from + CHUNK_FRAMES);
        producer.send(record(cluster, "good", SingleObjectFormat.FACE_CHUNK.encode(good))).get();
        if (spoilt.hasNext()) {
          Map.Entry<String, byte[]> next = spoilt.next();
          ProducerRecord<byte[], byte[]> record = record(cluster, next.getKey(), next.getValue());
          places.put(next.getKey(), producer.send(record).get());
        }
      }
    }
    assertThat(places).hasSameSizeAs(bad);
    return places;
  }

  private static ProducerRecord<byte[], byte[]> record(
      LocalCluster cluster, String kind, byte[] value) {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(cluster.topics().of(Topic.FACE_CHUNKS), KEY, value);
    record.headers().add("kind", kind.getBytes(StandardCharsets.UTF_8));
    record.headers().add(REASON_HEADER, LIE.getBytes(StandardCharsets.UTF_8));
    return record;
  }

  private static List<ConsumerRecord<byte[], byte[]>> awaitDeadLetters(
      LocalCluster cluster, int count) {
    List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            with(cluster.client(), "isolation.level", "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> all =
          List.of(new TopicPartition(cluster.topics().of(Topic.DEAD_LETTERS), 0));
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Awaitility.await()
          .atMost(LocalCluster.TIMEOUT)
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(letters::add);
                return letters.size() >= count;
              });
    }
    return letters;
  }

  private FaceChunk chunk(long sequence, int from, int to) {
    return FaceChunks.numbered(
        SUBJECT,
        "camera",
        sequence,
        Arrays.copyOfRange(clip.captureTimesMicros(), from, to),
        clip.bytes(from, to));
  }

  private static byte[] encode(FaceChunk chunk, Consumer<FaceChunk> spoil) {
    spoil.accept(chunk);
    return SingleObjectFormat.FACE_CHUNK.encode(chunk);
  }

  private static void setFrames(FaceChunk chunk, int times, int frames) {
    chunk.setCaptureTimesMicros(LongStream.range(0, times).boxed().toList());
    chunk.setFrames(ByteBuffer.allocate(frames * CropContract.FRAME_BYTES));
  }

  private static PulseWaveform anyWaveform() {
    return PulseWaveform.newBuilder()
        .setSubjectId(SUBJECT)
        .setCameraId("camera")
        .setSequence(0)
        .setCaptureTimesMicros(Collections.singletonList(0L))
        .setWave(Collections.singletonList(0f))
        .setModelName("model")
        .setModelSha256("0".repeat(64))
        .setFramesBefore(0)
        .setReplacedIntervals(0)
        .setSegment(0)
        .setSegmentSeconds(0)
        .setFramesDropped(0)
        .setGapSeconds(0)
        .setFrameRateHz(0)
        .setReasons(List.of())
        .build();
  }

  private static Properties with(Properties client, String key, String value) {
    client.put(key, value);
    return client;
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
