package io.facephys.pipeline.pulse;

import io.facephys.pipeline.encryption.StateKeys;
import io.facephys.pipeline.pulse.PulseHarness.Backend;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Writes the newest savepoints that {@link StoredSavepointTest} reads; once, when what is stored
 * has a new layout, into a folder named after the release and the change:
 *
 * <pre>
 * FACEPHYS_WRITE_SAVEPOINT=1 mvn test -pl job/pipeline -am -Dtest=StoredSavepointWriter -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 *
 * <p>Never write savepoints again that are there: they would no longer be what users have.
 */
@EnabledIfEnvironmentVariable(named = "FACEPHYS_WRITE_SAVEPOINT", matches = "1")
class StoredSavepointWriter {
  @ParameterizedTest
  @EnumSource
  void write(Backend backend) throws Exception {
    write(backend, StoredSavepointTest.savepoint(StoredSavepointTest.NEWEST, backend));
  }

  @Test
  void writeEncrypted(@TempDir Path folder) throws Exception {
    StoredSavepointTest.giveKey(folder);
    write(Backend.ROCKSDB, StoredSavepointTest.encryptedSavepoint(StoredSavepointTest.NEWEST));
    System.clearProperty(StateKeys.FILE_PROPERTY);
  }

  private static void write(Backend backend, Path file) throws Exception {
    Files.createDirectories(
        StoredSavepointTest.FOLDER.resolve("state-" + StoredSavepointTest.NEWEST));
    try (PulseHarness harness = PulseHarness.open(StoredSavepointTest.TINY, backend)) {
      harness.send(StoredSavepointTest.STORED);
      OperatorSnapshotUtil.writeStateHandle(harness.savepoint(), file.toString());
    }
  }
}
