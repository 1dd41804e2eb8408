package io.facephys.pipeline.pulse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.facephys.pipeline.Subject;
import io.facephys.pipeline.TinyModel;
import io.facephys.pipeline.config.ModelLocation;
import io.facephys.pipeline.guard.KeptRecords;
import io.facephys.pipeline.record.DeadLetter;
import io.facephys.pipeline.record.SubjectMessage;
import io.facephys.schemas.EventKind;
import io.facephys.schemas.FaceChunk;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A record on which ONNX Runtime fails ends the job once, not for ever. */
class LastGuardTest {
  private static final Subject ANNA = Subject.of("anna", 30);

  @TempDir private static Path folder;

  @Test
  void recordThatFailsAgainAfterTheRestartIsSetAsideAndTheStateIsAsBefore() throws Exception {
    ModelLocation model = TinyModel.failingOnLightIn(folder);
    KeptRecords failed = new KeptRecords();
    OperatorSubtaskState checkpoint;
    try (PulseHarness harness = PulseHarness.open(model, failed, null)) {
      harness.send(ANNA.chunk(0, 10).message());
      checkpoint = harness.checkpoint();
      assertThatThrownBy(() -> harness.send(white())).hasMessageContaining("out of data bounds");
    }
    try (PulseHarness restored = PulseHarness.open(model, failed, checkpoint)) {
      restored.send(white());
      restored.send(ANNA.chunk(20, 30).message());

      assertThat(restored.deadLetters())
          .singleElement()
          .satisfies(
              letter ->
                  assertThat(letter.reason())
                      .contains("the job failed on this record twice", "out of data bounds"));
      assertThat(restored.metrics().deadLetters(DeadLetter.Cause.FAILED)).isEqualTo(1);
      assertThat(restored.events())
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.kind()).isEqualTo(EventKind.SET_ASIDE);
                assertThat(event.requestId()).isEqualTo("face-chunks/3/1000000008");
                assertThat(event.cameraIds()).containsExactly("camera-1");
              });
      assertThat(restored.waveforms()).singleElement().extracting("framesBefore").isEqualTo(10L);
    }
  }

  /** The second chunk, white. */
  private static SubjectMessage white() {
    FaceChunk chunk = ANNA.chunk(10, 20).avro();
    byte[] pixels = new byte[chunk.getFrames().remaining()];
    Arrays.fill(pixels, (byte) 0xFF);
    chunk.setFrames(ByteBuffer.wrap(pixels));
    return Subject.message(chunk);
  }
}
