package io.facephys.tests.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.engine.recording.Recording;
import io.facephys.pipeline.config.Topic;
import io.facephys.schemas.ControlAction;
import io.facephys.schemas.FaceChunks;
import io.facephys.schemas.FaceControl;
import io.facephys.schemas.SingleObjectFormat;
import io.facephys.testbed.EmbeddedKafka;
import io.facephys.testbed.JobMetrics;
import io.facephys.testbed.LocalFlink;
import io.facephys.testbed.topics.Topics;
import io.facephys.tests.LocalCluster;
import io.facephys.tests.TestClip;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Topics that are deleted and created again while the job is down. */
final class RecreatedTopicITCase {
  private static final int CHUNK_FRAMES = 20;
  private static final String SUBJECT = "somebody";

  private final Recording clip = TestClip.load();
  private final int half = clip.length() / 2;

  /** The new topics have exactly as many records as the job had read of the old ones. */
  @Test
  void topicsThatWereCreatedAgainAreReadFromTheirStarts() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        LocalCluster cluster = new LocalCluster(kafka, "again")) {
      String savepoint = savepointOfHalf(cluster);
      createAgain(cluster);
      sendTheRest(cluster);
      forget(cluster, "second");

      try (LocalFlink flink = cluster.start(2, savepoint)) {
        expectTheWholeWave(cluster);
        assertThat(cluster.awaitRecords(Topic.FACE_EVENTS, 2)).hasSize(2);
        assertThat(JobMetrics.count("partitionsRecreated")).isEqualTo(3);
        flink.check();
      }
    }
  }

  /** The position of the old topic must not stay while the new one is still empty. */
  @Test
  void newTopicThatWasStillEmptyAtTheFirstStartIsReadFromItsStart() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        LocalCluster cluster = new LocalCluster(kafka, "empty")) {
      String savepoint = savepointOfHalf(cluster);
      createAgain(cluster);
      savepoint = savepointOfNothing(cluster, savepoint);
      sendTheRest(cluster);

      try (LocalFlink flink = cluster.start(1, savepoint)) {
        expectTheWholeWave(cluster);
        assertThat(JobMetrics.count("partitionsRecreated")).isZero();
        flink.check();
      }
    }
  }

  private String savepointOfHalf(LocalCluster cluster) throws Exception {
    try (LocalFlink flink = cluster.start(1, null)) {
      send(cluster, 0, half);
      forget(cluster, "first");
      cluster.awaitWaves(half);
      cluster.awaitRecords(Topic.FACE_EVENTS, 1);
      return flink.stopWithSavepoint();
    }
  }

  private static String savepointOfNothing(LocalCluster cluster, String start) throws Exception {
    try (LocalFlink flink = cluster.start(1, start)) {
      forget(cluster, "second");
      cluster.awaitRecords(Topic.FACE_EVENTS, 2); // so the job runs
      return flink.stopWithSavepoint();
    }
  }

  private void expectTheWholeWave(LocalCluster cluster) {
    assertThat(LocalCluster.waveOf(SUBJECT, cluster.awaitWaves(clip.length())))
        .isEqualTo(TestClip.waveOf(clip, CHUNK_FRAMES));
  }

  private static void createAgain(LocalCluster cluster) throws Exception {
    List<String> names =
        List.of(cluster.topics().of(Topic.FACE_CHUNKS), cluster.topics().of(Topic.FACE_CONTROL));
    Topics.delete(cluster.client(), names);
    try (Admin admin = Admin.create(cluster.client())) {
      Awaitility.await()
          .atMost(LocalCluster.TIMEOUT)
          .until(() -> admin.listTopics().names().get().stream().noneMatch(names::contains));
    }
    assertThat(Topics.create(cluster.client(), cluster.topics(), 2))
        .containsExactlyInAnyOrderElementsOf(names);
  }

  private void sendTheRest(LocalCluster cluster) throws Exception {
    send(cluster, half, clip.length());
  }

  private void send(LocalCluster cluster, int from, int to) throws Exception {
    String topic = cluster.topics().of(Topic.FACE_CHUNKS);
    for (int i = from; i < to; i += CHUNK_FRAMES) {
      long[] times = Arrays.copyOfRange(clip.captureTimesMicros(), i, i + CHUNK_FRAMES);
      byte[] value =
          SingleObjectFormat.FACE_CHUNK.encode(
              FaceChunks.numbered(
                  SUBJECT, "front", i / CHUNK_FRAMES, times, clip.bytes(i, i + CHUNK_FRAMES)));
      send(cluster, new ProducerRecord<>(topic, FaceChunks.key(SUBJECT), value));
    }
  }

  private static void forget(LocalCluster cluster, String request) throws Exception {
    String topic = cluster.topics().of(Topic.FACE_CONTROL);
    byte[] value =
        SingleObjectFormat.FACE_CONTROL.encode(
            new FaceControl(ControlAction.FORGET, "nobody", request));
    send(cluster, new ProducerRecord<>(topic, FaceChunks.key("nobody"), value));
  }

  private static void send(LocalCluster cluster, ProducerRecord<byte[], byte[]> record)
      throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            cluster.client(), new ByteArraySerializer(), new ByteArraySerializer())) {
      producer.send(record).get();
    }
  }
}
