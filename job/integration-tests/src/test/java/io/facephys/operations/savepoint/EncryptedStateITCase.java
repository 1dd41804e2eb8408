package io.facephys.operations.savepoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.engine.ModelFiles;
import io.facephys.engine.PulseModel;
import io.facephys.engine.models.PulseModels;
import io.facephys.engine.recording.Recording;
import io.facephys.pipeline.config.Topic;
import io.facephys.pipeline.encryption.StateKeys;
import io.facephys.testbed.EmbeddedKafka;
import io.facephys.testbed.LocalFlink;
import io.facephys.testbed.topics.ChunkSender;
import io.facephys.tests.LocalCluster;
import io.facephys.tests.TestClip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the real job leaves in RocksDB's files, checkpoints and savepoints, with a key and without.
 */
final class EncryptedStateITCase {
  private static final int CHUNK_FRAMES = 20;

  private final Recording clip = TestClip.load();

  @TempDir private Path folder;

  @AfterEach
  void takeKeyAway() {
    System.clearProperty(StateKeys.FILE_PROPERTY);
  }

  @Test
  void onlyWithoutAKeyFilesHoldAState() throws Exception {
    List<byte[]> state = SavepointFiles.stretches(lastState());
    try (EmbeddedKafka kafka = EmbeddedKafka.start()) {
      assertThat(placesOf(state, kafka, "plain")).contains("chk", "savepoint", "rocksdb");
      Path keys = folder.resolve("keys");
      Files.writeString(keys, "1:" + Base64.getEncoder().encodeToString(new byte[32]));
      System.setProperty(StateKeys.FILE_PROPERTY, keys.toString());
      assertThat(placesOf(state, kafka, "encrypted")).isEmpty();
    }
  }

  /** Where the job leaves some of these bytes, after the clip and after a savepoint. */
  private Set<String> placesOf(List<byte[]> state, EmbeddedKafka kafka, String test)
      throws Exception {
    Set<String> places = new HashSet<>();
    try (LocalCluster cluster = new LocalCluster(kafka, test);
        ChunkSender sender =
            new ChunkSender(cluster.client(), cluster.topics().of(Topic.FACE_CHUNKS))) {
      try (LocalFlink flink = cluster.start(1, null)) {
        for (int from = 0; from < clip.length(); from += CHUNK_FRAMES) {
          int to = Math.min(clip.length(), from + CHUNK_FRAMES);
          long[] times = Arrays.copyOfRange(clip.captureTimesMicros(), from, to);
          sender.send("anna", "front", times, clip.bytes(from, to));
        }
        sender.flush();
        assertThat(LocalCluster.waveOf("anna", cluster.awaitWaves(clip.length())))
            .isEqualTo(TestClip.waveOf(clip, CHUNK_FRAMES));
        assertThat(files(cluster)).anyMatch(file -> file.toString().endsWith(".sst"));
        awaitFiles(state, cluster, places);
        flink.stopWithSavepoint();
        awaitFiles(state, cluster, places);
      }
    }
    return places;
  }

  private static void awaitFiles(List<byte[]> state, LocalCluster cluster, Set<String> places) {
    Awaitility.await()
        .atMost(LocalCluster.TIMEOUT)
        .ignoreExceptions() // files go while they are read
        .untilAsserted(() -> places.addAll(found(state, cluster)));
  }

  private static Set<String> found(List<byte[]> state, LocalCluster cluster) throws Exception {
    Set<String> places = new HashSet<>();
    for (Path file : files(cluster)) {
      if (Files.exists(file) && !SavepointFiles.in(file).found(state).isEmpty()) {
        String path = file.toString();
        places.add(
            path.contains("/savepoints/")
                ? "savepoint"
                : path.contains("/flink/") ? "rocksdb" : "chk");
      }
    }
    return places;
  }

  private static List<Path> files(LocalCluster cluster) throws Exception {
    try (Stream<Path> files = Files.walk(cluster.folder())) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  private byte[] lastState() {
    try (PulseModel model = PulseModels.load(ModelFiles.ofDefault())) {
      var bytes = clip.run(model, CHUNK_FRAMES).state().bytes();
      byte[] copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy;
    }
  }
}
