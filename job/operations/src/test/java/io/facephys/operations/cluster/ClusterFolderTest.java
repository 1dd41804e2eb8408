package io.facephys.operations.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ClusterFolderTest {
  @TempDir private Path folder;

  @Test
  void aNewFolderIsItsOwnersOnly() throws Exception {
    ClusterFolder cluster = new ClusterFolder(folder.resolve("new"));
    cluster.create();

    assertThat(permissions(cluster.root())).isEqualTo("rwx------");
  }

  @Test
  void inAFolderThatOthersMayEnterTheStateIsStillItsOwnersOnly() throws Exception {
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.createDirectory(folder.resolve("state"));
    ClusterFolder cluster = new ClusterFolder(folder);
    cluster.create();

    assertThat(permissions(folder)).isEqualTo("rwxr-xr-x");
    for (String name : new String[] {"state", "log", "tmp", "run"}) {
      assertThat(permissions(folder.resolve(name))).as(name).isEqualTo("rwx------");
    }
  }

  /** Flink takes what follows for an encoded letter. */
  @Test
  void aFolderWithAPercentSignIsRefusedWithTheRemedy() {
    assertThatThrownBy(() -> new ClusterFolder(folder.resolve("50%41")).create())
        .hasMessageContaining("50%41': give another --folder");
  }

  private static String permissions(Path file) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }
}
