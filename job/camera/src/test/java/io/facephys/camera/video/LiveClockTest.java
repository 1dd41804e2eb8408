package io.facephys.camera.video;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LiveClockTest {
  private static final long NOW = 1_800_000_000_000_000L;

  @Test
  void intervalsOfALiveStreamAreTheCamerasAndNotThoseOfTheArrivals() {
    LiveClock clock = new LiveClock(new DelayTrend());
    clock.calibrate(0, NOW + 40_000);
    clock.calibrate(33_333, NOW + 33_333 + 15_000);
    clock.calibrate(66_667, NOW + 66_667 + 90_000);

    assertThat(clock.captureTimeMicros(100_000, NOW + 100_000 + 300_000))
        .isEqualTo(NOW + 100_000 + 15_000);
    assertThat(clock.captureTimeMicros(133_333, NOW + 133_333 + 20_000))
        .isEqualTo(NOW + 133_333 + 15_000);
    assertThat(clock.jumps()).isZero();
  }

  @Test
  void picturesThatPiledUpBeforeTheStreamWasOpenAreTold() {
    LiveClock clock = new LiveClock(new DelayTrend());
    assertThat(clock.calibrate(0, NOW)).isTrue();
    assertThat(clock.calibrate(33_333, NOW + 6_000)).isTrue();
    assertThat(clock.calibrate(66_667, NOW + 12_000)).isTrue();
    assertThat(clock.calibrate(100_000, NOW + 45_000)).isFalse(); // as fast as it was taken
    assertThat(clock.calibrate(133_333, NOW + 90_000)).isFalse();
  }

  @Test
  void aLiveStreamWhoseTimesStartAgainGetsANewOffset() {
    LiveClock clock = new LiveClock(new DelayTrend());
    clock.calibrate(5_000_000, NOW);

    assertThat(clock.captureTimeMicros(0, NOW + 1_000_000)).isEqualTo(NOW + 1_000_000);
    assertThat(clock.captureTimeMicros(40_000, NOW + 1_050_000)).isEqualTo(NOW + 1_040_000);
    assertThat(clock.jumps()).isEqualTo(1);
  }

  @Test
  void aReaderThatFallsBehindLeavesTheTimesAlone() {
    LiveClock clock = new LiveClock(new DelayTrend());
    clock.calibrate(0, NOW);

    assertThat(clock.captureTimeMicros(40_000, NOW + 5_000_000)).isEqualTo(NOW + 40_000);
    assertThat(clock.jumps()).isZero();
  }

  @Test
  void aStreamThatRunsAheadGetsANewOffset() {
    LiveClock clock = new LiveClock(new DelayTrend());
    clock.calibrate(0, NOW);

    assertThat(clock.captureTimeMicros(5_000_000, NOW + 40_000)).isEqualTo(NOW + 40_000);
    assertThat(clock.jumps()).isEqualTo(1);
  }

  /** A camera whose quartz is 50 parts per million fast or slow, for ten minutes. */
  @ParameterizedTest
  @ValueSource(doubles = {-50e-6, 50e-6, -0.02, 0.02})
  void aDriftOfTheCamerasClockIsFollowedWithoutAJump(double drift) {
    DelayTrend trend = new DelayTrend();
    LiveClock clock = new LiveClock(trend);
    Random delays = new Random(1);
    long previous = 0;
    for (int picture = 0; picture < 600 * 25; picture++) {
      long taken = picture * 40_000L;
      long presentation = Math.round(taken * (1 + drift));
      long arrival = NOW + taken + 20_000 + (long) (10_000 * delays.nextDouble());
      if (picture < 25) {
        clock.calibrate(presentation, arrival);
        continue;
      }
      trend.add(presentation, arrival);
      long captured = clock.captureTimeMicros(presentation, arrival);
      if (picture > 25) {
        assertThat((captured - previous) / 40_000.0)
            .as("interval %d", picture)
            .isCloseTo(1, within(2 * Math.abs(drift) + 0.011));
      }
      if (picture > 120 * 25) { // two minutes
        assertThat(captured - previous).isCloseTo(40_000, within(100L));
        assertThat(captured - (NOW + taken + 20_000)).isCloseTo(0, within(1_200_000L));
      }
      previous = captured;
    }
    assertThat(clock.jumps()).isZero();
    assertThat(trend.isNoClock()).isFalse();
  }

  /** What FFmpeg makes of motion JPEG: 25 a second, whatever the camera does. */
  @ParameterizedTest
  @ValueSource(ints = {10, 15, 30, 60})
  void timesOfAnotherRateThanThatOfTheArrivalsAreNoClock(int trueRate) {
    DelayTrend trend = new DelayTrend();
    for (int picture = 0; picture < 13 * trueRate; picture++) {
      trend.add(picture * 40_000L, NOW + picture * 1_000_000L / trueRate);
    }
    assertThat(trend.isNoClock()).isTrue();
  }

  @Test
  void aStallAndTheBurstAfterItAreAClockStill() {
    DelayTrend trend = new DelayTrend();
    for (int picture = 0; picture < 60 * 25; picture++) {
      long taken = picture * 40_000L;
      boolean stalled = taken > 8_000_000 && taken < 12_000_000;
      trend.add(taken, NOW + (stalled ? 12_000_000 : taken));
      assertThat(trend.isNoClock()).as("after %d pictures", picture).isFalse();
    }
    assertThat(trend.slope()).isCloseTo(0, within(1e-9));
  }
}
