package io.facephys.operations.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EndedJobsTest {
  @TempDir private Path checkpoints;

  @BeforeEach
  void twoJobsWriteCheckpoints() throws Exception {
    for (String job : List.of("running", "ended")) {
      TestCheckpoint.table(table(job));
      TestCheckpoint.write(checkpoints.resolve(job).resolve("chk-7"), table(job));
    }
  }

  @Test
  void checkpointsOfOtherJobsAreDeleted() throws IOException {
    List<String> done = EndedJobs.prune(checkpoints, newest());

    assertThat(done).containsExactly("deleted " + checkpoints.resolve("ended"));
    assertThat(checkpoints.resolve("ended")).doesNotExist();
    assertThat(StoredCheckpoint.in(checkpoints))
        .singleElement()
        .satisfies(
            left -> {
              assertThat(left.path()).isEqualTo(newest());
              assertThat(left.problem()).isEmpty();
            });
  }

  @Test
  void filesThatTheRunningJobStillUsesAreKept() throws IOException {
    TestCheckpoint.write(checkpoints.resolve("running/chk-6"), table("ended"));

    List<String> done = EndedJobs.prune(checkpoints, newest());

    assertThat(done)
        .singleElement()
        .satisfies(line -> assertThat(line).startsWith("KEPT " + checkpoints.resolve("ended")));
    assertThat(StoredCheckpoint.in(checkpoints))
        .hasSize(3)
        .allSatisfy(left -> assertThat(left.problem()).isEmpty());
  }

  @Test
  void nothingIsDeletedIfTheJobWritesElsewhere() {
    assertThatThrownBy(() -> EndedJobs.prune(checkpoints, Path.of("/elsewhere/job/chk-1")))
        .hasMessageContaining("nothing is deleted");
    assertThat(table("ended")).exists();
  }

  private Path newest() {
    return checkpoints.resolve("running/chk-7");
  }

  private Path table(String job) {
    return checkpoints.resolve(job).resolve("shared/table");
  }
}
