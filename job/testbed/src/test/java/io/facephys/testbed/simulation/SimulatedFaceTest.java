package io.facephys.testbed.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facephys.engine.FrameIntervals;
import io.facephys.engine.Frames;
import io.facephys.engine.ModelFiles;
import io.facephys.engine.PulseModel;
import io.facephys.engine.models.PulseModels;
import io.facephys.engine.signal.PulseRate;
import io.facephys.schemas.CropContract;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SimulatedFaceTest {
  private static final int FRAMES = 600;
  private static final int WARM_UP = 150;

  @ParameterizedTest
  @CsvSource({"55, 1", "72, 2", "88.5, 3", "108, 4"})
  void defaultModelReadsThePaintedRate(double rateBpm, long seed) {
    byte[] frames = paint(new SimulatedFace(rateBpm, seed), FRAMES);
    float[] intervals = new float[FRAMES];
    Arrays.fill(intervals, FrameIntervals.NOMINAL_SECONDS);
    float[] wave;
    try (PulseModel model = PulseModels.load(ModelFiles.ofDefault())) {
      Frames chunk = Frames.ofBytes(ByteBuffer.wrap(frames), FRAMES);
      wave = model.advance(chunk, intervals, model.initialState()).wave();
    }
    double[] seconds = IntStream.range(WARM_UP, FRAMES).mapToDouble(i -> i / 30.0).toArray();
    double[] samples = IntStream.range(WARM_UP, FRAMES).mapToDouble(i -> wave[i]).toArray();
    assertThat(PulseRate.beatsPerMinute(seconds, samples).orElseThrow())
        .isCloseTo(rateBpm, within(3.0));
  }

  @Test
  void theRateOfTenSecondsFollowsBreathing() {
    SimulatedFace face = new SimulatedFace(72, 5);
    DoubleSummaryStatistics rates =
        IntStream.range(0, 10).mapToDouble(t -> face.rateBpm(t, t + 10)).summaryStatistics();

    assertThat(rates.getAverage()).isCloseTo(72, within(0.1));
    assertThat(rates.getMax() - rates.getMin()).isBetween(0.5, 3.0);
    assertThat(face.rateBpm(3, 3)).isEqualTo(72);
  }

  @ParameterizedTest
  @CsvSource({"1", "2"})
  void sameSeedPaintsTheSamePictures(long seed) {
    byte[] first = paint(new SimulatedFace(70, seed), 3);
    assertThat(paint(new SimulatedFace(70, seed), 3)).isEqualTo(first);
    assertThat(paint(new SimulatedFace(70, seed + 1), 3)).isNotEqualTo(first);
  }

  private static byte[] paint(SimulatedFace face, int count) {
    byte[] frames = new byte[count * CropContract.FRAME_BYTES];
    for (int i = 0; i < count; i++) {
      face.paint(i / 30.0, frames, i * CropContract.FRAME_BYTES);
    }
    return frames;
  }
}
