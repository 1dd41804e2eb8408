package io.facephys.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.local.cluster.StoredCheckpoint;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does to a running cluster; {@code mvn verify -Pcluster} runs it. */
@Tag("cluster")
final class ClusterOperationITCase {
  private static final int SUBJECTS = 4;

  @TempDir private Path folder;

  @Test
  void rescaledAndUpgradedRunEqualsUnbrokenRun() throws Exception {
    SubjectStreams streams = new SubjectStreams(SUBJECTS, 32);
    try (ClusterRun run = new ClusterRun(folder, ClusterRun.options(), streams)) {
      run.awaitWaves(6 * SUBJECTS);
      run.rescale(1);
      run.awaitWaves(14 * SUBJECTS);
      run.rescale(2);
      run.awaitWaves(22 * SUBJECTS);
      String savepoint = run.cluster().rest().stopWithSavepoint(ClusterRun.PATIENCE);
      run.restart(ClusterRun.options().withJar(anotherVersion()).withFrom(savepoint));
      run.awaitAll();
      run.expectEveryWaveOnce();
    }
  }

  /** The job's jar with one more file in it. */
  private Path anotherVersion() throws Exception {
    Path jar = folder.resolve("facephys-job-next.jar");
    Files.copy(PackagedJobITCase.JAR, jar);
    try (FileSystem files = FileSystems.newFileSystem(jar)) {
      Files.writeString(files.getPath("/next-version.txt"), "next");
    }
    return jar;
  }

  @Test
  void oneBeforeACorruptCheckpointLosesNothing() throws Exception {
    SubjectStreams streams = new SubjectStreams(SUBJECTS, 16);
    try (ClusterRun run = new ClusterRun(folder, ClusterRun.options(), streams)) {
      run.awaitWaves(8 * SUBJECTS);
      run.cluster().close();
      StoredCheckpoint newest = newestComplete();
      Files.writeString(newest.path().resolve("_metadata"), "no checkpoint");

      StoredCheckpoint before = newestComplete();
      assertThat(before.path()).isNotEqualTo(newest.path());
      run.restart(ClusterRun.options().withFrom(before.path().toUri().toString()));
      run.await(streams::allSent);
      run.expectEveryWaveAtLeastOnce();
    }
  }

  private StoredCheckpoint newestComplete() throws Exception {
    return StoredCheckpoint.in(folder.resolve("state/checkpoints")).stream()
        .filter(checkpoint -> checkpoint.problem().isEmpty())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void chunksThatKafkaDeletedUnreadAreReportedAndTheRestGoesOn() throws Exception {
    SubjectStreams streams = new SubjectStreams(SUBJECTS, 24);
    try (ClusterRun run = new ClusterRun(folder, ClusterRun.options(), streams)) {
      run.awaitWaves(6 * SUBJECTS);
      run.taskManagers().forEach(run.cluster()::kill);
      run.sendWithoutReading(6);
      run.deleteChunks();
      run.await(() -> run.logged("DELETED_UNREAD") > 0);
      run.await(() -> run.lastSequences().equals(lastOf(24)));
    }
  }

  private static Map<String, Long> lastOf(int rounds) {
    return List.of("subject-00", "subject-01", "subject-02", "subject-03").stream()
        .collect(Collectors.toMap(id -> id, id -> rounds - 1L));
  }
}
