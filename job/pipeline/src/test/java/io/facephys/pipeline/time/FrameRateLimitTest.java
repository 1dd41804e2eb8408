package io.facephys.pipeline.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** 100 frames a second, and 10 minutes of them at once. */
class FrameRateLimitTest {
  private static final FrameRateLimit LIMIT = new FrameRateLimit(100);
  private static final int BACKLOG_FRAMES = 60_000;

  @ParameterizedTest(name = "{0} frames at once, and then {1} ms: exceeded {2}")
  @CsvSource({"60000, 0, false", "60001, 0, true", "60001, 10, false", "70000, 99990, true"})
  void backlogIsLimitedAndTimeGivesItBack(int frames, long laterMillis, boolean exceeded) {
    long usedUpTo = LIMIT.after(FrameRateLimit.UNUSED, 1000, frames);

    assertThat(LIMIT.isExceeded(usedUpTo, 1000 + laterMillis)).isEqualTo(exceeded);
  }

  @Test
  void steadyCameraNeverExceedsTheLimitHoweverLongItSends() {
    long usedUpTo = FrameRateLimit.UNUSED;
    for (long second = 0; second < 100_000; second++) {
      assertThat(LIMIT.isExceeded(usedUpTo, second * 1000)).isFalse();
      usedUpTo = LIMIT.after(usedUpTo, second * 1000, 100);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1000, 599_000, 700_000, 3_600_000, 1_700_000_000})
  void steadyCameraWhoseClockIsSetBackIsNeverRefused(long backMillis) {
    long usedUpTo = FrameRateLimit.UNUSED;
    long start = 1_767_225_600_000L;
    for (long second = 0; second < 2000; second++) {
      long sent = start + second * 1000 - (second < 1000 ? 0 : backMillis);
      assertThat(LIMIT.isExceeded(usedUpTo, sent)).as("second %d", second).isFalse();
      usedUpTo = LIMIT.after(usedUpTo, sent, 100);
    }
  }

  @Test
  void silenceSavesNothingUp() {
    long usedUpTo = LIMIT.after(FrameRateLimit.UNUSED, 0, 1);
    usedUpTo = LIMIT.after(usedUpTo, 1_000_000_000, BACKLOG_FRAMES + 1);

    assertThat(LIMIT.isExceeded(usedUpTo, 1_000_000_000)).isTrue();
  }

  @Test
  void unknownCameraHasTheWholeBacklog() {
    assertThat(LIMIT.isExceeded(FrameRateLimit.UNUSED, Long.MIN_VALUE)).isFalse();
  }
}
