package io.facephys.tests.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.engine.recording.Recording;
import io.facephys.pipeline.config.ModelLocation;
import io.facephys.pipeline.config.Topic;
import io.facephys.schemas.PulseWaveform;
import io.facephys.testbed.EmbeddedKafka;
import io.facephys.testbed.LocalFlink;
import io.facephys.testbed.topics.ChunkSender;
import io.facephys.testbed.topics.TopicReader;
import io.facephys.tests.LocalCluster;
import io.facephys.tests.TestClip;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * A start from a savepoint after a stop that was longer than Kafka keeps what the savepoint names.
 */
final class LongStopITCase {
  private static final int CHUNK_FRAMES = 20;
  private static final String SUBJECT = "somebody";
  private static final Duration IDLE = Duration.ofSeconds(9); // three times what Kafka keeps ids

  private final Recording clip = TestClip.load();
  private final int half = clip.length() / 2;

  /** Seven days, unless the broker says otherwise. */
  @Test
  void afterKafkaHasForgottenTheTransactionalIdsEachWaveComesOnce() throws Exception {
    try (EmbeddedKafka kafka = forgetful("20000");
        LocalCluster cluster = new LocalCluster(kafka, "forgotten");
        ChunkSender sender =
            new ChunkSender(cluster.client(), cluster.topics().of(Topic.FACE_CHUNKS))) {
      String savepoint = savepointOfHalf(cluster, sender);
      try (Admin admin = Admin.create(cluster.client())) {
        Awaitility.await()
            .atMost(Duration.ofMinutes(1))
            .until(() -> admin.listTransactions().all().get().isEmpty());
      }

      assertThat(LocalCluster.waveOf(SUBJECT, wavesOfTheRest(cluster, sender, savepoint, 0)))
          .isEqualTo(TestClip.waveOf(clip, CHUNK_FRAMES));
    }
  }

  /**
   * A transactional id gets another producer id after 32,766 transactions, a week's checkpoints of
   * 20 s. Then Kafka no longer knows the transaction under the producer id that the savepoint has.
   */
  @Test
  void afterKafkaHasChangedTheProducerIdEachWaveComesOnce() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        LocalCluster cluster = new LocalCluster(kafka, "epoch");
        ChunkSender sender =
            new ChunkSender(cluster.client(), cluster.topics().of(Topic.FACE_CHUNKS))) {
      TransactionalId id =
          new TransactionalId(
              cluster.client(), cluster.topics().of(Topic.FACE_CHUNKS) + "-waveforms-0-0");
      long before = id.useUp();

      String savepoint = savepointOfHalf(cluster, sender);
      assertThat(id.describe().producerId()).isNotEqualTo(before);
      assertThat(id.describe().producerEpoch()).as("changed by the commit").isZero();
      assertThat(LocalCluster.waveOf(SUBJECT, wavesOfTheRest(cluster, sender, savepoint, 0)))
          .isEqualTo(TestClip.waveOf(clip, CHUNK_FRAMES));
    }
  }

  /** A sink that was idle for as long may fail at its next checkpoint; then the job starts anew. */
  @Test
  void afterItsSinksWereIdleForLongerThanKafkaKeepsTheirIdsEachWaveComesOnce() throws Exception {
    try (EmbeddedKafka kafka = forgetful("3000");
        LocalCluster cluster = new LocalCluster(kafka, "idle");
        ChunkSender sender =
            new ChunkSender(cluster.client(), cluster.topics().of(Topic.FACE_CHUNKS));
        LocalFlink flink = cluster.start(ModelLocation.DEFAULT, /* restarts= */ 20)) {
      send(sender, 0, half);
      cluster.awaitWaves(half);
      Awaitility.await().pollDelay(IDLE).until(() -> true);
      send(sender, half, clip.length());

      assertThat(LocalCluster.waveOf(SUBJECT, cluster.awaitWaves(clip.length())))
          .isEqualTo(TestClip.waveOf(clip, CHUNK_FRAMES));
      flink.check();
    }
  }

  @Test
  void whatTheTopicHasDeletedIsNotSentAgain() throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start();
        LocalCluster cluster = new LocalCluster(kafka, "deleted");
        ChunkSender sender =
            new ChunkSender(cluster.client(), cluster.topics().of(Topic.FACE_CHUNKS))) {
      String savepoint = savepointOfHalf(cluster, sender);
      deleteRecords(cluster);

      float[] all = TestClip.waveOf(clip, CHUNK_FRAMES);
      assertThat(LocalCluster.waveOf(SUBJECT, wavesOfTheRest(cluster, sender, savepoint, half)))
          .isEqualTo(Arrays.copyOfRange(all, half, all.length));
    }
  }

  /** A broker that keeps transactional ids for so many milliseconds. */
  private static EmbeddedKafka forgetful(String millis) throws Exception {
    return EmbeddedKafka.start(
        Map.of(
            "transactional.id.expiration.ms",
            millis,
            "transaction.remove.expired.transaction.cleanup.interval.ms",
            "500"),
        List.of(),
        Map.of(),
        EmbeddedKafka.QUICK_START);
  }

  /** All waves of that half are in the transactions that the savepoint names. */
  private String savepointOfHalf(LocalCluster cluster, ChunkSender sender) throws Exception {
    Properties uncommitted = cluster.client();
    uncommitted.put("isolation.level", "read_uncommitted");
    try (LocalFlink flink = cluster.startWithoutCheckpoints();
        TopicReader<PulseWaveform> reader =
            TopicReader.ofWaves(uncommitted, cluster.topics().of(Topic.PULSE_WAVEFORMS))) {
      send(sender, 0, half);
      AtomicInteger waves = new AtomicInteger();
      Awaitility.await()
          .atMost(LocalCluster.TIMEOUT)
          .until(
              () ->
                  waves.addAndGet(reader.poll(Duration.ofMillis(200)).size())
                      == half / CHUNK_FRAMES);
      return flink.stopWithSavepoint();
    }
  }

  /** The waves that the topic then holds, without the deleted ones. */
  private List<PulseWaveform> wavesOfTheRest(
      LocalCluster cluster, ChunkSender sender, String savepoint, int deletedFrames)
      throws Exception {
    try (LocalFlink flink = cluster.start(1, savepoint)) {
      send(sender, half, clip.length());
      List<PulseWaveform> waves = cluster.awaitWaves(clip.length() - deletedFrames);
      flink.check();
      return waves;
    }
  }

  private void send(ChunkSender sender, int from, int to) {
    for (int i = from; i < to; i += CHUNK_FRAMES) {
      int end = Math.min(to, i + CHUNK_FRAMES);
      long[] times = Arrays.copyOfRange(clip.captureTimesMicros(), i, end);
      sender.send(SUBJECT, "front", times, clip.bytes(i, end));
    }
    sender.flush();
  }

  private static void deleteRecords(LocalCluster cluster) throws Exception {
    String topic = cluster.topics().of(Topic.PULSE_WAVEFORMS);
    try (Admin admin = Admin.create(cluster.client())) {
      Map<TopicPartition, OffsetSpec> ends =
          admin
              .describeTopics(List.of(topic))
              .allTopicNames()
              .get()
              .get(topic)
              .partitions()
              .stream()
              .collect(
                  Collectors.toMap(
                      partition -> new TopicPartition(topic, partition.partition()),
                      partition -> OffsetSpec.latest()));
      Map<TopicPartition, RecordsToDelete> all =
          admin.listOffsets(ends).all().get().entrySet().stream()
              .collect(
                  Collectors.toMap(
                      Map.Entry::getKey,
                      end -> RecordsToDelete.beforeOffset(end.getValue().offset())));
      admin.deleteRecords(all).all().get();
    }
  }
}
