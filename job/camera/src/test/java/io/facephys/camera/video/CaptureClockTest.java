package io.facephys.camera.video;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CaptureClockTest {
  private static final long NOW = 1_800_000_000_000_000L;

  @Test
  void intervalsOfALiveStreamAreTheCamerasAndNotThoseOfTheArrivals() {
    CaptureClock clock = CaptureClock.ofLiveStream();
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
    CaptureClock clock = CaptureClock.ofLiveStream();
    assertThat(clock.calibrate(0, NOW)).isTrue();
    assertThat(clock.calibrate(33_333, NOW + 6_000)).isTrue();
    assertThat(clock.calibrate(66_667, NOW + 12_000)).isTrue();
    assertThat(clock.calibrate(100_000, NOW + 45_000)).isFalse(); // as fast as it was taken
    assertThat(clock.calibrate(133_333, NOW + 90_000)).isFalse();
  }

  @Test
  void aLiveStreamWhoseTimesStartAgainGetsANewOffset() {
    CaptureClock clock = CaptureClock.ofLiveStream();
    clock.calibrate(5_000_000, NOW);

    assertThat(clock.captureTimeMicros(0, NOW + 1_000_000)).isEqualTo(NOW + 1_000_000);
    assertThat(clock.captureTimeMicros(40_000, NOW + 1_050_000)).isEqualTo(NOW + 1_040_000);
    assertThat(clock.jumps()).isEqualTo(1);
  }

  @Test
  void aReaderThatFallsBehindLeavesTheTimesAlone() {
    CaptureClock clock = CaptureClock.ofLiveStream();
    clock.calibrate(0, NOW);

    assertThat(clock.captureTimeMicros(40_000, NOW + 5_000_000)).isEqualTo(NOW + 40_000);
    assertThat(clock.jumps()).isZero();
  }

  @Test
  void aStreamThatRunsAheadGetsANewOffset() {
    CaptureClock clock = CaptureClock.ofLiveStream();
    clock.calibrate(0, NOW);

    assertThat(clock.captureTimeMicros(5_000_000, NOW + 40_000)).isEqualTo(NOW + 40_000);
    assertThat(clock.jumps()).isEqualTo(1);
  }

  @Test
  void aRecordingKeepsItsOffsetHoweverLateItIsRead() {
    CaptureClock clock = CaptureClock.ofRecording(NOW);
    assertThat(clock.captureTimeMicros(40_000, NOW + 60_000_000)).isEqualTo(NOW + 40_000);
  }
}
