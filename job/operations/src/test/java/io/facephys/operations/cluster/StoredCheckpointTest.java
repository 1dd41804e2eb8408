package io.facephys.operations.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredCheckpointTest {
  @TempDir private Path job;

  private Path checkpoint;
  private Path table;

  @BeforeEach
  void jobWroteACheckpoint() throws Exception {
    checkpoint = job.resolve("chk-1");
    table = TestCheckpoint.table(job.resolve("shared/table"));
    TestCheckpoint.write(checkpoint, table);
  }

  @Test
  void completeOneHasNoProblem() throws Exception {
    assertThat(StoredCheckpoint.in(job))
        .singleElement()
        .satisfies(
            stored -> {
              assertThat(stored.problem()).isEmpty();
              assertThat(stored.files()).containsExactly(table);
            });
  }

  @Test
  void changedByteIsNoticed() throws Exception {
    byte[] bytes = Files.readAllBytes(table);
    bytes[bytes.length / 2] ^= 1;
    Files.write(table, bytes);

    assertProblem(table + " was changed: block checksum mismatch");
  }

  @Test
  void cutFileIsNoticed() throws Exception {
    byte[] bytes = Files.readAllBytes(table);
    Files.write(table, Arrays.copyOf(bytes, 1000));

    assertProblem("%s has 1000 bytes, not %d".formatted(table, bytes.length));
  }

  @Test
  void missingFileIsNoticed() throws Exception {
    Files.delete(table);

    assertProblem(table + " is missing");
  }

  @Test
  void cutMetadataAreNoticed() throws Exception {
    Path metadata = checkpoint.resolve("_metadata");
    Files.write(metadata, Arrays.copyOf(Files.readAllBytes(metadata), 20));

    assertProblem("_metadata cannot be read");
  }

  @Test
  void unfinishedOneIsNoticed() throws Exception {
    Files.delete(checkpoint.resolve("_metadata"));

    assertProblem("no _metadata");
  }

  private void assertProblem(String start) throws Exception {
    assertThat(StoredCheckpoint.at(checkpoint).problem().orElseThrow()).startsWith(start);
  }
}
