package io.facephys.operations.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterProcessTest {
  @TempDir private Path root;

  private ClusterFolder folder;
  private Path log;

  @BeforeEach
  void createFolder() throws Exception {
    folder = new ClusterFolder(root);
    folder.create();
    log = folder.log("one");
  }

  @Test
  void aByteThatIsNotUtf8DoesNotHideWhyAProcessEnded() throws Exception {
    Files.write(log, "an earlier process: Zo\u00eb\n".getBytes(StandardCharsets.ISO_8859_1));
    try (ClusterProcess process = start()) {
      await().until(() -> process.exitStatus().isPresent());
      Files.write(
          log,
          "Caused by: no face of Zo\u00eb\n".getBytes(StandardCharsets.ISO_8859_1),
          StandardOpenOption.APPEND);

      assertThat(process.failure()).contains("one ended with 1: Caused by: no face of Zo");
      assertThat(process.report()).doesNotContain("an earlier process");
    }
  }

  @Test
  void aLogThatHasGrownIsMovedAndTheProcessGoesOn() throws Exception {
    try (ClusterProcess process = start()) {
      await().until(() -> process.exitStatus().isPresent());
      try (RandomAccessFile grown = new RandomAccessFile(log.toFile(), "rw")) {
        grown.setLength(33 << 20);
      }
      process.limitLog();

      assertThat(log).isEmptyFile();
      assertThat(log.resolveSibling("one.log.1")).hasSize(33 << 20);
      assertThat(process.failure()).contains("it logged nothing");
    }
  }

  /** A JVM that ends at once, with status 1. */
  private ClusterProcess start() throws Exception {
    return ClusterProcess.start("one", folder, Map.of(), List.of("-no-such-option"));
  }
}
