package io.facephys.tests.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.engine.recording.Recording;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.encode.DeadLetterForm;
import io.facephys.schemas.ControlAction;
import io.facephys.schemas.EventKind;
import io.facephys.schemas.FaceControl;
import io.facephys.schemas.FaceEvent;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.SingleObjectFormat;
import io.facephys.testbed.EmbeddedKafka;
import io.facephys.testbed.LocalFlink;
import io.facephys.testbed.topics.ChunkSender;
import io.facephys.tests.LocalCluster;
import io.facephys.tests.TestClip;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** A subject is forgotten through real Kafka, and comes again as a new one. */
final class ForgetITCase {
  private static final int FRAMES = 20;

  private final Recording clip = TestClip.load();

  @Test
  void forgottenSubjectIsAnsweredAndStartsAnew() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        LocalCluster cluster = new LocalCluster(kafka, "forget");
        LocalFlink flink = cluster.start(2, null)) {
      sendFirstFrames(cluster);
      cluster.awaitWaves(FRAMES);

      control(
          cluster,
          SingleObjectFormat.FACE_CONTROL.encode(
              new FaceControl(ControlAction.FORGET, "anna", "request-7")));
      control(cluster, new byte[] {1, 2, 3});

      FaceEvent event =
          SingleObjectFormat.FACE_EVENT.decode(
              awaitOne(cluster, cluster.topics().of(Topic.FACE_EVENTS)).value());
      assertThat(event.getKind()).isEqualTo(EventKind.FORGOTTEN);
      assertThat(event.getSubjectId()).isEqualTo("anna");
      assertThat(event.getRequestId()).isEqualTo("request-7");
      assertThat(event.getCameraIds()).containsExactly("camera");
      ConsumerRecord<byte[], byte[]> letter =
          awaitOne(cluster, cluster.topics().of(Topic.DEAD_LETTERS));
      assertThat(letter.value()).containsExactly(1, 2, 3);
      assertThat(letter.headers().lastHeader(DeadLetterForm.TOPIC_HEADER).value())
          .asString(StandardCharsets.UTF_8)
          .isEqualTo(cluster.topics().of(Topic.FACE_CONTROL));

      sendFirstFrames(cluster);
      List<PulseWaveform> waves = cluster.awaitWaves(2 * FRAMES);
      assertThat(waves.get(1).getWave()).isEqualTo(waves.get(0).getWave());
      flink.check();
    }
  }

  private void sendFirstFrames(LocalCluster cluster) {
    try (ChunkSender sender =
        new ChunkSender(cluster.client(), cluster.topics().of(Topic.FACE_CHUNKS))) {
      long[] times = Arrays.copyOf(clip.captureTimesMicros(), FRAMES);
      sender.send("anna", "camera", times, clip.bytes(0, FRAMES));
      sender.flush();
    }
  }

  private static void control(LocalCluster cluster, byte[] value) throws Exception {
    byte[] key = "anna".getBytes(StandardCharsets.UTF_8);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            cluster.client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>(cluster.topics().of(Topic.FACE_CONTROL), key, value))
          .get();
    }
  }

  private static ConsumerRecord<byte[], byte[]> awaitOne(LocalCluster cluster, String topic) {
    Properties client = cluster.client();
    client.put("isolation.level", "read_committed");
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> all = List.of(new TopicPartition(topic, 0));
      consumer.assign(all);
      consumer.seekToBeginning(all);
      Awaitility.await()
          .atMost(LocalCluster.TIMEOUT)
          .until(
              () -> {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                return !records.isEmpty();
              });
    }
    assertThat(records).hasSize(1);
    return records.get(0);
  }
}
