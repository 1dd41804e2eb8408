package io.facephys.operations.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands take for a cluster's processes, after a reboot for instance. */
final class RunningClusterTest {
  private final String hourAgo = " " + Instant.now().minusSeconds(3600).getEpochSecond();

  @TempDir private Path root;

  private ClusterFolder folder;
  private Process foreign;

  @BeforeEach
  void foreignProcessRuns() throws IOException {
    folder = new ClusterFolder(root);
    folder.create();
    foreign = new ProcessBuilder("sleep", "600").start();
  }

  @AfterEach
  void endForeignProcess() {
    foreign.destroyForcibly();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void foreignProcessWithTheIdOfATaskManagerIsNotKilled(boolean withStart) throws Exception {
    folder.writeOwnPid(ProcessCluster.SUPERVISOR);
    Files.writeString(folder.pid("taskmanager-1"), foreign.pid() + (withStart ? hourAgo : ""));

    assertThatThrownBy(() -> RunningCluster.in(folder).kill("taskmanager-1"))
        .hasMessageContaining("no process 'taskmanager-1' runs");
    assertThat(foreign.isAlive()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void foreignProcessWithTheIdOfTheSupervisorIsNotStopped(boolean withStart) throws Exception {
    Files.writeString(
        folder.pid(ProcessCluster.SUPERVISOR), foreign.pid() + (withStart ? hourAgo : ""));

    assertThatThrownBy(() -> RunningCluster.in(folder).end())
        .hasMessageContaining("no cluster runs in " + root);
    assertThat(foreign.isAlive()).isTrue();
  }

  @Test
  void ownProcessIsKilled() throws Exception {
    folder.writeOwnPid(ProcessCluster.SUPERVISOR);
    Files.writeString(
        folder.pid("taskmanager-1"), foreign.pid() + " " + Instant.now().getEpochSecond());

    assertThat(RunningCluster.in(folder).kill("taskmanager-1")).isEqualTo(foreign.pid());
    assertThat(foreign.isAlive()).isFalse();
  }
}
