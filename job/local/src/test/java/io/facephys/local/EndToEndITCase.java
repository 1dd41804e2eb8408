package io.facephys.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.facephys.local.camera.Clip;
import io.facephys.local.kafka.ChunkSender;
import io.facephys.local.kafka.EmbeddedKafka;
import io.facephys.schemas.PulseWaveform;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Chunks into a real Kafka, through the real job, and the waves out again. */
final class EndToEndITCase {
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
  void interleavedSubjectsInChunksOfAnySizeGiveTheEnginesWave() throws Exception {
    Clip clip = TestClip.load();
    try (LocalCluster cluster = new LocalCluster(kafka, "cutting");
        LocalFlink flink = cluster.start(2, null);
        ChunkSender sender = new ChunkSender(cluster.client(), cluster.topics().chunks())) {
      int[] next = new int[3];
      SplittableRandom random = new SplittableRandom(7);
      while (Arrays.stream(next).anyMatch(from -> from < clip.length())) {
        int subject = random.nextInt(next.length);
        int to = Math.min(clip.length(), next[subject] + random.nextInt(1, 40));
        send(sender, "subject-" + subject, clip, next[subject], to);
        next[subject] = to;
      }
      sender.flush();

      List<PulseWaveform> waves = cluster.awaitWaves(3 * clip.length());
      float[] expected = TestClip.waveOf(clip);
      for (int subject = 0; subject < next.length; subject++) {
        assertThat(LocalCluster.waveOf("subject-" + subject, waves)).isEqualTo(expected);
      }
      flink.check();
    }
  }

  @Test
  void stoppedAndRescaledRunEqualsUnbrokenRun() throws Exception {
    Clip clip = TestClip.load();
    List<String> subjects = List.of("a", "b", "c", "d");
    int half = clip.length() / 2;
    try (LocalCluster cluster = new LocalCluster(kafka, "rescaling");
        ChunkSender sender = new ChunkSender(cluster.client(), cluster.topics().chunks())) {
      String savepoint;
      try (LocalFlink flink = cluster.start(1, null)) {
        sendInChunks(sender, subjects, clip, 0, half);
        cluster.awaitWaves(subjects.size() * half);
        savepoint = flink.stopWithSavepoint();
      }
      try (LocalFlink flink = cluster.start(2, savepoint)) {
        sendInChunks(sender, subjects, clip, half, clip.length());
        List<PulseWaveform> waves = cluster.awaitWaves(subjects.size() * clip.length());
        float[] expected = TestClip.waveOf(clip);
        for (String subject : subjects) {
          assertThat(LocalCluster.waveOf(subject, waves)).isEqualTo(expected);
        }
        flink.check();
      }
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
    Clip clip = Clip.ofFolder(folder);
    try (LocalCluster cluster = new LocalCluster(kafka, test);
        LocalFlink flink = cluster.start(1, null)) {
      int exitCode =
          FacePhys.commandLine()
              .execute(
                  "produce",
                  "--bootstrap-servers=" + kafka.bootstrapServers(),
                  "--topic=" + cluster.topics().chunks(),
                  "--clip=" + folder,
                  "--subject=somebody",
                  "--chunk=23");
      assertThat(exitCode).isZero();
      List<PulseWaveform> waves = cluster.awaitWaves(clip.length());
      assertThat(LocalCluster.waveOf("somebody", waves)).isEqualTo(TestClip.waveOf(clip));
      flink.check();
    }
  }

  private static void sendInChunks(
      ChunkSender sender, List<String> subjects, Clip clip, int from, int to) {
    for (int i = from; i < to; i += 20) {
      for (String subject : subjects) {
        send(sender, subject, clip, i, Math.min(to, i + 20));
      }
    }
    sender.flush();
  }

  private static void send(ChunkSender sender, String subject, Clip clip, int from, int to) {
    if (from < to) {
      long[] times = Arrays.copyOfRange(clip.captureTimesMicros(), from, to);
      sender.send(subject, "camera", times, clip.bytes(from, to));
    }
  }
}
