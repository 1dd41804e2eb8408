package io.facephys.pipeline.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.engine.vitals.CameraVitals;
import io.facephys.engine.vitals.VitalsStep;
import io.facephys.engine.vitals.WavePiece;
import io.facephys.pipeline.record.SubjectWave;
import io.facephys.pipeline.vitals.PulseWaves;
import java.util.Objects;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figure of the benchmark's table: how much is stored for the vital signs of a camera. */
class CameraVitalsSizeTest {
  private static final int SECONDS = 130; // longer than any window

  @ParameterizedTest
  @CsvSource({"72, 17500", "180, 30000"})
  void storedStateIsSmallBesideTheModels(double bpm, int mostBytes) throws Exception {
    @Nullable CameraVitals kept = null;
    for (SubjectWave wave : PulseWaves.of("anna", "left", bpm, SECONDS)) {
      var waveform = Objects.requireNonNull(wave.waveform());
      WavePiece piece =
          new WavePiece(0, waveform.captureTimesMicros(), waveform.wave(), wave.colours());
      kept = VitalsStep.advance(kept, piece).next();
    }
    DataOutputSerializer target = new DataOutputSerializer(1 << 16);
    CameraVitalsSerializer.INSTANCE.serialize(Objects.requireNonNull(kept), target);

    assertThat(target.length()).isBetween(mostBytes * 9 / 10, mostBytes);
  }
}
