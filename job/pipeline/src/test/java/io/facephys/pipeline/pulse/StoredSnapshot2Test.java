package io.facephys.pipeline.pulse;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.engine.PulseModel;
import io.facephys.pipeline.Subject;
import io.facephys.pipeline.TinyModel;
import io.facephys.pipeline.config.ModelLocation;
import io.facephys.pipeline.pulse.PulseHarness.Backend;
import io.facephys.pipeline.record.SubjectMessage;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Savepoints of state versions 2, by camera and with a chunk that waits, and 3, whose states say
 * their format, as {@link StoredSnapshotWriter} left them: every later job goes on from them.
 */
class StoredSnapshot2Test {
  static final String NEWEST = "state-v3";
  static final Subject ANNA = Subject.of("anna", 30);

  /** What had come when the savepoint was taken: chunk 1 is missing, and 2 waits for it. */
  static final List<SubjectMessage> STORED =
      List.of(ANNA.received("front", 0, 0, 12), ANNA.received("front", 2, 18, 24));

  static final SubjectMessage STORED_OF_ANOTHER_CAMERA = ANNA.received("side", 0, 0, 7);

  @ParameterizedTest
  @CsvSource({"state-v2, HASHMAP", "state-v2, ROCKSDB", NEWEST + ", HASHMAP", NEWEST + ", ROCKSDB"})
  void storedRunGoesOnAsIfUnbroken(String version, Backend backend) throws Exception {
    Path folder = StoredSnapshotTest.resource(version);
    ModelLocation model =
        new ModelLocation(
            folder.resolve("tiny.onnx").toString(), folder.resolve("tiny.gz").toString());
    OperatorSubtaskState stored =
        OperatorSnapshotUtil.readStateHandle(
            folder.resolve(StoredSnapshotTest.SNAPSHOT).toString());

    try (PulseModel engine = TinyModel.load(model);
        PulseHarness harness = PulseHarness.restored(model, backend, stored, 1)) {
      assertThat(harness.live().states()).isEqualTo(2);
      assertThat(harness.live().waiting()).isEqualTo(1);
      harness.send(ANNA.received("front", 1, 12, 18));
      harness.send(ANNA.received("front", 3, 24, 30));
      assertThat(harness.waves().get("anna"))
          .containsExactly(Arrays.copyOfRange(ANNA.wave(engine), 12, 30));

      harness.send(ANNA.received("side", 1, 7, 30));
      assertThat(harness.waveforms().get(3).wave())
          .containsExactly(Arrays.copyOfRange(ANNA.wave(engine), 7, 30));
      assertThat(harness.waveforms().get(3).framesBefore()).isEqualTo(7);
    }
  }
}
