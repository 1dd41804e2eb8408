package io.facephys.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DeliveryRhythmTest {
  private static final long START = 1_767_225_600_000L;

  private final DeliveryRhythm rhythm = new DeliveryRhythm();

  @Test
  void cameraIsLostAfterFiveSecondsWhereWavesComeAtOnce() {
    assertThat(rhythm.lostAfterMillis()).isEqualTo(5_000);
    for (int i = 0; i < 100; i++) {
      rhythm.delivered(START + i * 100L);
    }
    assertThat(rhythm.lostAfterMillis()).isEqualTo(5_000);
  }

  @Test
  void pauseOfTenSecondsBetweenCheckpointsIsNoLoss() {
    rhythm.delivered(START);
    rhythm.delivered(START + 10_000);
    rhythm.delivered(START + 10_050);
    assertThat(rhythm.lostAfterMillis()).isEqualTo(15_000);
  }

  @Test
  void longPauseIsForgottenAfterTenDeliveries() {
    rhythm.delivered(START);
    rhythm.delivered(START + 600_000);
    assertThat(rhythm.lostAfterMillis()).isEqualTo(35_000);
    for (int i = 1; i <= 10; i++) {
      rhythm.delivered(START + 600_000 + i * 1_000L);
    }
    assertThat(rhythm.lostAfterMillis()).isEqualTo(6_000);
  }
}
