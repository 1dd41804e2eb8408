package io.facephys.pipeline.vitals;

import io.facephys.pipeline.pulse.PulseHarness.Backend;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Writes the savepoints that {@link StoredVitalsTest} reads, once a release, as {@code
 * StoredSavepointWriter} does those of operator {@code pulse}:
 *
 * <pre>
 * FACEPHYS_WRITE_SAVEPOINT=1 mvn test -pl job/pipeline -am -Dtest=StoredVitalsWriter -Dsurefire.failIfNoSpecifiedTests=false
 * </pre>
 */
@EnabledIfEnvironmentVariable(named = "FACEPHYS_WRITE_SAVEPOINT", matches = "1")
class StoredVitalsWriter {
  @ParameterizedTest
  @EnumSource
  void write(Backend backend) throws Exception {
    try (VitalsHarness harness = VitalsHarness.open(backend, null)) {
      harness.send(StoredVitalsTest.STORED);
      OperatorSnapshotUtil.writeStateHandle(
          harness.savepoint(), StoredVitalsTest.savepoint(backend).toString());
    }
  }
}
