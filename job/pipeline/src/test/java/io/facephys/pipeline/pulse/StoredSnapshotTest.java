package io.facephys.pipeline.pulse;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.engine.PulseModel;
import io.facephys.pipeline.Subject;
import io.facephys.pipeline.TinyModel;
import io.facephys.pipeline.config.ModelLocation;
import io.facephys.pipeline.pulse.PulseHarness.Backend;
import io.facephys.pipeline.state.CameraStates;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A savepoint of state version 1, one state a subject, as the first release wrote it, with the
 * model it was taken with: every later job goes on from it.
 */
class StoredSnapshotTest {
  static final String FOLDER = "state-v1";
  static final String SNAPSHOT = "pulse.savepoint";
  static final int STORED_FRAMES = 12;
  static final List<Subject> SUBJECTS = List.of(Subject.of("anna", 30), Subject.of("bert", 30));

  private final Path folder = resource(FOLDER);
  private final ModelLocation model =
      new ModelLocation(
          folder.resolve("tiny.onnx").toString(), folder.resolve("tiny.gz").toString());

  @ParameterizedTest
  @EnumSource
  void storedRunGoesOnAsIfUnbroken(Backend backend) throws Exception {
    OperatorSubtaskState stored =
        OperatorSnapshotUtil.readStateHandle(folder.resolve(SNAPSHOT).toString());

    try (PulseModel engine = TinyModel.load(model);
        PulseHarness harness = PulseHarness.open(model, backend, stored)) {
      assertThat(harness.subjectsWith(CameraStates.SSM_STATE)).containsExactly("anna", "bert");
      for (Subject subject : SUBJECTS) {
        // The first release stored no sequence.
        harness.send(subject.received(17, STORED_FRAMES, subject.frames()));

        assertThat(harness.waves().get(subject.id()))
            .containsExactly(
                Arrays.copyOfRange(subject.wave(engine), STORED_FRAMES, subject.frames()));
      }
      assertThat(harness.waveforms())
          .allSatisfy(
              waveform -> {
                assertThat(waveform.framesBefore()).isEqualTo(STORED_FRAMES);
                assertThat(waveform.replacedIntervals()).isZero();
                assertThat(waveform.quality().segment()).isZero();
                assertThat(waveform.quality().gapSeconds()).isZero();
              });
      assertThat(harness.subjectsWith(CameraStates.SSM_STATE)).isEmpty();
      assertThat(harness.subjectsWith(CameraStates.SUBJECT_CLOCK)).isEmpty();
      assertThat(harness.subjectsWith(CameraStates.CAMERA_SSM_STATE))
          .containsExactly("anna", "bert");
      assertThat(harness.live().states()).isEqualTo(2);
    }
  }

  static Path resource(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(StoredSnapshotTest.class.getResource("/" + name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
