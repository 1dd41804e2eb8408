package io.facephys.tests.hostile;

import static io.facephys.pipeline.encode.DeadLetterForm.REASON_HEADER;
import static io.facephys.pipeline.encode.DeadLetterForm.bytesHeader;
import static io.facephys.pipeline.encode.DeadLetterForm.sha256Header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.engine.recording.Recording;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.record.RawRecord.Part;
import io.facephys.schemas.ControlAction;
import io.facephys.schemas.CropContract;
import io.facephys.schemas.EventKind;
import io.facephys.schemas.FaceChunk;
import io.facephys.schemas.FaceControl;
import io.facephys.schemas.FaceEvent;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.SingleObjectFormat;
import io.facephys.testbed.EmbeddedKafka;
import io.facephys.testbed.JobMetrics;
import io.facephys.testbed.LocalFlink;
import io.facephys.tests.LocalCluster;
import io.facephys.tests.TestClip;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Single records that are small on the wire and would each end the job, because what the job made
 * of them was refused by Kafka or took all memory.
 */
final class HostileRecordITCase {
  private static final String SUBJECT = "somebody";
  private static final int CHUNK_FRAMES = 10;
  private static final int CAMERAS = 1400;
  private static final int MOST_CAMERAS = 64;
  private static final int EVENT_CAMERAS = 32;
  private static final int INFLATED_BYTES = Integer.getInteger("facephys.inflated.mb", 192) << 20;
  private static final long YEAR_2100_MICROS =
      Instant.parse("2100-01-01T00:00:00Z").toEpochMilli() * 1000;

  private final Recording clip = TestClip.load();

  @Test
  void noSingleRecordEndsTheJobOrChangesAnothersWave() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        LocalCluster cluster = new LocalCluster(kafka, "hostile")) {
      letTheInputTakeTimesOfTheFuture(cluster);
      try (LocalFlink flink = cluster.start(2, null);
          KafkaProducer<byte[], byte[]> producer = producer(cluster)) {
        send(cluster, producer, good(0));
        final String inflated = place(sendInflated(cluster, producer, new byte[INFLATED_BYTES]));
        send(cluster, producer, good(1));
        final String zeros = place(sendInflated(cluster, producer, new byte[3_000_000]));
        final String headers = place(sendLargeHeaders(cluster, producer));
        send(cluster, producer, good(2));
        send(cluster, producer, HostileRecords.chunk("future", "camera", 0, YEAR_2100_MICROS));
        sendInvalidId(cluster, producer);
        sendCameras(cluster, producer);
        for (int i = 3; i < clip.length() / CHUNK_FRAMES; i++) {
          send(cluster, producer, good(i));
        }

        int letters = 4 + CAMERAS - MOST_CAMERAS;
        Map<String, ConsumerRecord<byte[], byte[]>> dead =
            LocalCluster.byPlace(cluster.awaitRecords(Topic.DEAD_LETTERS, letters));
        assertThat(dead).hasSize(letters);
        assertCut(dead.get(inflated), Part.VALUE, INFLATED_BYTES);
        assertThat(header(dead.get(inflated), sha256Header(Part.VALUE)))
            .isEqualTo(sha256(new byte[INFLATED_BYTES]));
        assertCut(dead.get(zeros), Part.VALUE, 3_000_000);
        assertCut(dead.get(headers), Part.VALUE, 1_900_000);
        assertThat(header(dead.get(headers), bytesHeader(Part.HEADERS))).isNotNull();

        List<PulseWaveform> waves = cluster.awaitWaves(clip.length() + 1 + MOST_CAMERAS);
        assertThat(LocalCluster.waveOf(SUBJECT, waves))
            .isEqualTo(TestClip.waveOf(clip, CHUNK_FRAMES));

        assertThat(JobMetrics.count("movedTimestamps")).as("the wave of the year 2100").isOne();

        forget(cluster, producer, "crowd");
        assertForgottenInParts(cluster);
        flink.check(); // it runs and has never restarted
      }
    }
  }

  private static void assertForgottenInParts(LocalCluster cluster) throws Exception {
    List<String> cameras = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record :
        cluster.awaitRecords(Topic.FACE_EVENTS, MOST_CAMERAS / EVENT_CAMERAS)) {
      FaceEvent event = SingleObjectFormat.FACE_EVENT.decode(record.value());
      assertThat(event.getKind()).isEqualTo(EventKind.FORGOTTEN);
      assertThat(event.getRequestId()).isEqualTo("request");
      assertThat(event.getCameraIds()).hasSize(EVENT_CAMERAS);
      cameras.addAll(event.getCameraIds());
    }
    assertThat(cameras).doesNotHaveDuplicates().hasSize(MOST_CAMERAS);
  }

  private static void assertCut(
      @Nullable ConsumerRecord<byte[], byte[]> letter, Part part, int bytes) {
    Objects.requireNonNull(letter);
    assertThat(letter.value().length).isPositive().isLessThan(20_000);
    assertThat(header(letter, bytesHeader(part))).isEqualTo("" + bytes);
    assertThat(header(letter, sha256Header(part))).hasSize(64);
    assertThat(header(letter, REASON_HEADER)).isNotBlank();
  }

  private static KafkaProducer<byte[], byte[]> producer(LocalCluster cluster) {
    Properties client = cluster.client();
    client.put("compression.type", "gzip");
    client.put("max.request.size", "1000000000");
    client.put("buffer.memory", "1000000000");
    return new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static void letTheInputTakeTimesOfTheFuture(LocalCluster cluster) throws Exception {
    ConfigResource topic =
        new ConfigResource(ConfigResource.Type.TOPIC, cluster.topics().of(Topic.FACE_CHUNKS));
    ConfigEntry any =
        new ConfigEntry(TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, "" + Long.MAX_VALUE);
    try (Admin admin = Admin.create(cluster.client())) {
      admin
          .incrementalAlterConfigs(
              Map.of(topic, List.of(new AlterConfigOp(any, AlterConfigOp.OpType.SET))))
          .all()
          .get();
    }
  }

  private static RecordMetadata sendInflated(
      LocalCluster cluster, KafkaProducer<byte[], byte[]> producer, byte[] value) throws Exception {
    return send(cluster, producer, SUBJECT, value);
  }

  private static RecordMetadata sendLargeHeaders(
      LocalCluster cluster, KafkaProducer<byte[], byte[]> producer) throws Exception {
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            cluster.topics().of(Topic.FACE_CHUNKS), SUBJECT.getBytes(UTF_8), new byte[1_900_000]);
    record.headers().add("large", new byte[1_900_000]);
    return producer.send(record).get();
  }

  /** A camera whose id is the byte FF, which is not UTF-8. */
  private static void sendInvalidId(LocalCluster cluster, KafkaProducer<byte[], byte[]> producer)
      throws Exception {
    byte[] value =
        SingleObjectFormat.FACE_CHUNK.encode(
            HostileRecords.chunk(SUBJECT, "\u0001", 0, YEAR_2100_MICROS));
    int place = 10 + 1 + SUBJECT.length() + 1; // after the header, the subject and a length
    assertThat(value[place]).isEqualTo((byte) 1);
    value[place] = (byte) 0xFF;
    send(cluster, producer, SUBJECT, value);
  }

  private static void sendCameras(LocalCluster cluster, KafkaProducer<byte[], byte[]> producer)
      throws Exception {
    String topic = cluster.topics().of(Topic.FACE_CHUNKS);
    for (int i = 0; i < CAMERAS; i++) {
      String camera = "c".repeat(CropContract.MAX_ID_LENGTH - 4) + (1000 + i);
      FaceChunk chunk = HostileRecords.chunk("crowd", camera, 0, System.currentTimeMillis() * 1000);
      byte[] value = SingleObjectFormat.FACE_CHUNK.encode(chunk);
      var unused = producer.send(new ProducerRecord<>(topic, "crowd".getBytes(UTF_8), value));
    }
    producer.flush();
  }

  private static void forget(
      LocalCluster cluster, KafkaProducer<byte[], byte[]> producer, String subject)
      throws Exception {
    FaceControl control = new FaceControl(ControlAction.FORGET, subject, "request");
    producer
        .send(
            new ProducerRecord<>(
                cluster.topics().of(Topic.FACE_CONTROL),
                subject.getBytes(UTF_8),
                SingleObjectFormat.FACE_CONTROL.encode(control)))
        .get();
  }

  private static RecordMetadata send(
      LocalCluster cluster, KafkaProducer<byte[], byte[]> producer, FaceChunk chunk)
      throws Exception {
    long newestMillis = chunk.getCaptureTimesMicros().get(0) / 1000;
    Long timestamp = newestMillis > System.currentTimeMillis() ? newestMillis : null;
    return producer
        .send(
            new ProducerRecord<>(
                cluster.topics().of(Topic.FACE_CHUNKS),
                null,
                timestamp,
                chunk.getSubjectId().getBytes(UTF_8),
                SingleObjectFormat.FACE_CHUNK.encode(chunk)))
        .get();
  }

  private static RecordMetadata send(
      LocalCluster cluster, KafkaProducer<byte[], byte[]> producer, String subject, byte[] value)
      throws Exception {
    return producer
        .send(
            new ProducerRecord<>(
                cluster.topics().of(Topic.FACE_CHUNKS), subject.getBytes(UTF_8), value))
        .get();
  }

  private FaceChunk good(int sequence) {
    int from = sequence * CHUNK_FRAMES;
    FaceChunk chunk = HostileRecords.chunk(SUBJECT, "camera", sequence, 0);
    chunk.setCaptureTimesMicros(
        Arrays.stream(clip.captureTimesMicros(), from, from + CHUNK_FRAMES).boxed().toList());
    chunk.setFrames(clip.bytes(from, from + CHUNK_FRAMES));
    return chunk;
  }

  private static String place(RecordMetadata at) {
    return at.partition() + "/" + at.offset();
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private static String header(@Nullable ConsumerRecord<byte[], byte[]> record, String name) {
    return LocalCluster.header(Objects.requireNonNull(record), name);
  }
}
