package io.facephys.pipeline.pulse;

import io.facephys.pipeline.TinyModel;
import io.facephys.pipeline.pulse.PulseHarness.Backend;
import java.nio.file.Files;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Writes the savepoints that {@link StoredSavepointTest} reads; once, before a release whose state
 * has a new layout, into a folder named after that release:
 *
 * <pre>
 * FACEPHYS_WRITE_SAVEPOINT=1 mvn test -pl job/pipeline -am -Dtest=StoredSavepointWriter -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 *
 * <p>Never write the savepoints of a release again: they would no longer be what users have.
 */
@EnabledIfEnvironmentVariable(named = "FACEPHYS_WRITE_SAVEPOINT", matches = "1")
class StoredSavepointWriter {
  @ParameterizedTest
  @EnumSource
  void write(Backend backend) throws Exception {
    Files.createDirectories(StoredSavepointTest.FOLDER);
    try (PulseHarness harness =
        PulseHarness.open(TinyModel.in(StoredSavepointTest.FOLDER), backend)) {
      harness.send(StoredSavepointTest.STORED);
      OperatorSnapshotUtil.writeStateHandle(
          harness.savepoint(), StoredSavepointTest.savepoint(backend).toString());
    }
  }
}
