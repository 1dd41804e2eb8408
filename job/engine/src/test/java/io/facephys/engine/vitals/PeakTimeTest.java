package io.facephys.engine.vitals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class PeakTimeTest {
  private static final double FRAME_RATE_HZ = 30;
  private static final double[] SECONDS =
      IntStream.range(0, 11).mapToDouble(i -> i / FRAME_RATE_HZ).toArray();

  @Test
  void peakOfAParabolaIsFoundBetweenItsSamples() {
    double top = 5.3 / FRAME_RATE_HZ;
    double[] wave =
        IntStream.range(0, 11).mapToDouble(i -> -Math.pow(SECONDS[i] - top, 2)).toArray();

    PeakTime peak = PeakTime.near(SECONDS, wave, 5);

    assertThat(peak.seconds()).isCloseTo(top, within(1e-9));
    assertThat(peak.errorSeconds()).isLessThan(1e-6);
  }

  /** The standard deviation of a time that lies anywhere within one frame. */
  @Test
  void sampleThatIsNoPeakIsUncertainByAFrame() {
    double[] rising = IntStream.range(0, 11).mapToDouble(i -> i).toArray();

    PeakTime peak = PeakTime.near(SECONDS, rising, 5);

    assertThat(peak.seconds()).isEqualTo(SECONDS[5]);
    assertThat(peak.errorSeconds()).isCloseTo(1 / FRAME_RATE_HZ / Math.sqrt(12), within(1e-12));
  }
}
