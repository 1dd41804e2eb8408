package io.facephys.pipeline.pulse;

import io.facephys.pipeline.TinyModel;
import io.facephys.pipeline.config.ModelLocation;
import io.facephys.pipeline.pulse.PulseHarness.Backend;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * Writes {@code src/test/resources/state-v3}, which {@link StoredSnapshot2Test} reads; once, before
 * a release with a new version of the stored state:
 *
 * <pre>
 * FACEPHYS_WRITE_SNAPSHOT=1 mvn test -pl schemas,job/engine,job/pipeline -Dtest=StoredSnapshotWriter -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 *
 * <p>Never write a released version again: it would no longer be what users have.
 */
@EnabledIfEnvironmentVariable(named = "FACEPHYS_WRITE_SNAPSHOT", matches = "1")
class StoredSnapshotWriter {
  private static final Path RESOURCES =
      Path.of(System.getProperty("facephys.root"), "job", "pipeline", "src", "test", "resources");

  @Test
  void write() throws Exception {
    Path folder = Files.createDirectories(RESOURCES.resolve(StoredSnapshot2Test.NEWEST));
    ModelLocation tiny = TinyModel.in(folder);
    try (PulseHarness harness = PulseHarness.open(tiny, Backend.HASHMAP)) {
      harness.send(StoredSnapshot2Test.STORED);
      harness.send(StoredSnapshot2Test.STORED_OF_ANOTHER_CAMERA);
      OperatorSnapshotUtil.writeStateHandle(
          harness.savepoint(), folder.resolve(StoredSnapshotTest.SNAPSHOT).toString());
    }
  }
}
