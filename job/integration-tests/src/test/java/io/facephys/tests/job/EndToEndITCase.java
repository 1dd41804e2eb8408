package io.facephys.tests.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facephys.cli.FacePhys;
import io.facephys.engine.recording.Recording;
import io.facephys.engine.recording.RecordingFiles;
import io.facephys.pipeline.config.KafkaOptions.Delivery;
import io.facephys.pipeline.config.Topic;
import io.facephys.schemas.PulseWaveform;
import io.facephys.testbed.EmbeddedKafka;
import io.facephys.testbed.LocalFlink;
import io.facephys.testbed.topics.ChunkSender;
import io.facephys.tests.LocalCluster;
import io.facephys.tests.TestClip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Chunks into a real Kafka, through the real job, and the waves out again. */
final class EndToEndITCase {
  /** How far waves of the same frames in different chunking may be apart, by rounding. */
  private static final float CHUNKING_BOUND = 0.01f;

  private static final int CHUNK_FRAMES = 20;

  private static EmbeddedKafka kafka;

  @BeforeAll
  static void startKafka() throws Exception {
    kafka = EmbeddedKafka.start();
  }

  @AfterAll
  static void stopKafka() {
    kafka.close();
  }

  @Test
  void interleavedSubjectsInChunksOfAnySizeGiveTheEnginesWaveBitForBit() throws Exception {
    Recording clip = TestClip.load();
    try (LocalCluster cluster = new LocalCluster(kafka, "chunking");
        LocalFlink flink = cluster.start(2, null);
        ChunkSender sender =
            new ChunkSender(cluster.client(), cluster.topics().of(Topic.FACE_CHUNKS))) {
      List<List<Integer>> ends = sendInRandomChunks(sender, clip);

      List<PulseWaveform> waves = cluster.awaitWaves(ends.size() * clip.length());
      float[] whole = TestClip.waveOf(clip, clip.length());
      for (int subject = 0; subject < ends.size(); subject++) {
        float[] wave = LocalCluster.waveOf("subject-" + subject, waves);
        assertThat(wave).isEqualTo(TestClip.waveOf(clip, ends.get(subject)));
        assertThat(wave).containsExactly(whole, within(CHUNKING_BOUND));
      }
      flink.check();
    }
  }

  /**
   * Sends three subjects, each in its own chunking; returns the frames before which the chunks end.
   */
  private static List<List<Integer>> sendInRandomChunks(ChunkSender sender, Recording clip) {
    SplittableRandom random = new SplittableRandom(7);
    List<List<Integer>> ends = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    int[] next = new int[ends.size()];
    while (Arrays.stream(next).anyMatch(from -> from < clip.length())) {
      int subject = random.nextInt(next.length);
      int to = Math.min(clip.length(), next[subject] + random.nextInt(1, 40));
      if (to > next[subject]) {
        send(sender, "subject-" + subject, clip, next[subject], to);
        ends.get(subject).add(to);
        next[subject] = to;
      }
    }
    sender.flush();
    return ends;
  }

  @Test
  void stoppedAndRescaledRunEqualsUnbrokenRun() throws Exception {
    Recording clip = TestClip.load();
    List<String> subjects = List.of("a", "b", "c", "d");
    int half = clip.length() / 2;
    try (LocalCluster cluster = new LocalCluster(kafka, "rescaling");
        ChunkSender sender =
            new ChunkSender(cluster.client(), cluster.topics().of(Topic.FACE_CHUNKS))) {
      String savepoint;
      try (LocalFlink flink = cluster.start(1, null)) {
        sendInChunks(sender, subjects, clip, 0, half);
        cluster.awaitWaves(subjects.size() * half);
        savepoint = flink.stopWithSavepoint();
      }
      try (LocalFlink flink = cluster.start(2, savepoint)) {
        sendInChunks(sender, subjects, clip, half, clip.length());
        List<PulseWaveform> waves = cluster.awaitWaves(subjects.size() * clip.length());
        float[] expected = TestClip.waveOf(clip, CHUNK_FRAMES);
        for (String subject : subjects) {
          assertThat(LocalCluster.waveOf(subject, waves)).isEqualTo(expected);
        }
        flink.check();
      }
    }
  }

  @Test
  void runWhoseDeliveryChangesEqualsUnbrokenRun() throws Exception {
    Recording clip = TestClip.load();
    List<Delivery> deliveries =
        List.of(Delivery.EXACTLY_ONCE, Delivery.AT_LEAST_ONCE, Delivery.EXACTLY_ONCE);
    try (LocalCluster cluster = new LocalCluster(kafka, "delivery");
        ChunkSender sender =
            new ChunkSender(cluster.client(), cluster.topics().of(Topic.FACE_CHUNKS))) {
      String savepoint = null;
      for (int i = 0; i < deliveries.size(); i++) {
        int from = i * 3 * CHUNK_FRAMES;
        int to = i + 1 < deliveries.size() ? from + 3 * CHUNK_FRAMES : clip.length();
        try (LocalFlink flink = cluster.start(deliveries.get(i), savepoint)) {
          sendInChunks(sender, List.of("a"), clip, from, to);
          cluster.awaitWaves(to);
          // Flink refuses until it knows that every task runs.
          savepoint =
              Awaitility.await()
                  .atMost(LocalCluster.TIMEOUT)
                  .ignoreExceptions()
                  .until(flink::stopWithSavepoint, path -> true);
        }
      }
      assertThat(LocalCluster.waveOf("a", cluster.awaitWaves(clip.length())))
          .isEqualTo(TestClip.waveOf(clip, CHUNK_FRAMES));
    }
  }

  @Test
  void producedClipGivesTheEnginesWave() throws Exception {
    assertProducedClipGivesTheEnginesWave("own-clip", TestClip.FOLDER);
  }

  @Test
  void producedRecordedPulseGivesTheEnginesWave() throws Exception {
    Path clip = Path.of(System.getProperty("facephys.published"), "clips", "real-ppg-a");
    assumeTrue(Files.isDirectory(clip), "the clip real-ppg-a is not on this machine: " + clip);
    assertProducedClipGivesTheEnginesWave("real-ppg-a", clip);
  }

  private static void assertProducedClipGivesTheEnginesWave(String test, Path folder)
      throws Exception {
    Recording clip = RecordingFiles.ofFolder(folder);
    try (LocalCluster cluster = new LocalCluster(kafka, test);
        LocalFlink flink = cluster.start(1, null)) {
      int exitCode =
          FacePhys.commandLine()
              .execute(
                  "produce",
                  "--bootstrap-servers=" + kafka.bootstrapServers(),
                  "--topic=" + cluster.topics().of(Topic.FACE_CHUNKS),
                  "--clip=" + folder,
                  "--subject=somebody",
                  "--chunk=23");
      assertThat(exitCode).isZero();
      List<PulseWaveform> waves = cluster.awaitWaves(clip.length());
      assertThat(LocalCluster.waveOf("somebody", waves)).isEqualTo(TestClip.waveOf(clip, 23));
      flink.check();
    }
  }

  private static void sendInChunks(
      ChunkSender sender, List<String> subjects, Recording clip, int from, int to) {
    for (int i = from; i < to; i += CHUNK_FRAMES) {
      for (String subject : subjects) {
        send(sender, subject, clip, i, Math.min(to, i + CHUNK_FRAMES));
      }
    }
    sender.flush();
  }

  private static void send(ChunkSender sender, String subject, Recording clip, int from, int to) {
    long[] times = Arrays.copyOfRange(clip.captureTimesMicros(), from, to);
    sender.send(subject, "camera", times, clip.bytes(from, to));
  }
}
