package io.facephys.pipeline.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.pipeline.time.FrameRateLimit.Use;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** 100 frames a second, and 10 minutes of them at once. */
class FrameRateLimitTest {
  private static final FrameRateLimit LIMIT = new FrameRateLimit(100);
  private static final int BACKLOG_FRAMES = 60_000;
  private static final long START = 1_767_225_600_000L;
  private static final long YEAR = 31_557_600_000L;

  @ParameterizedTest(name = "{0} frames at once, and then {1} ms: exceeded {2}")
  @CsvSource({"60000, 0, false", "60001, 0, true", "60001, 10, false", "70000, 99990, true"})
  void backlogIsLimitedAndTimeGivesItBack(int frames, long laterMillis, boolean exceeded) {
    Use use = LIMIT.after(Use.NONE, 1000, 0, frames);

    assertThat(LIMIT.isExceeded(use, 1000 + laterMillis, 0)).isEqualTo(exceeded);
  }

  @Test
  void steadyCameraNeverExceedsTheLimitHoweverLongItSends() {
    Use use = Use.NONE;
    for (long second = 0; second < 100_000; second++) {
      assertThat(LIMIT.isExceeded(use, second * 1000, 1000)).isFalse();
      use = LIMIT.after(use, second * 1000, 1000, 100);
    }
  }

  @ParameterizedTest(name = "{0} frames a second, one in each chunk")
  @ValueSource(doubles = {30, 60, 120, 119.88})
  void cameraAtTheLimitWithChunksOfAFrameIsNeverRefused(double rateHz) {
    FrameRateLimit limit = new FrameRateLimit(rateHz);
    Use use = Use.NONE;
    long before = 0;
    for (long frame = 0; frame < 24 * 3600 * rateHz; frame++) {
      long sent = (long) (frame * 1000 / rateHz);
      assertThat(limit.isExceeded(use, sent, sent - before)).isFalse();
      use = limit.after(use, sent, sent - before, 1);
      before = sent;
    }
    assertThat(use.aheadMicros()).isLessThan(1_000_000);
  }

  @ParameterizedTest(name = "set back by {0} ms")
  @ValueSource(
      longs = {1000, 599_000, 600_500, 602_000, 606_000, 700_000, 3_600_000, 56 * YEAR, -YEAR})
  void steadyCameraWhoseClockIsSetIsNeverRefused(long backMillis) {
    Use use = Use.NONE;
    long now = START;
    for (long second = 0; second < 2000; second++) {
      now += 1000;
      long sent = Math.min(now, now - (second < 1000 ? 0 : backMillis));
      assertThat(LIMIT.isExceeded(use, sent, 1000)).as("second %d", second).isFalse();
      use = LIMIT.after(use, sent, 1000, 100);
    }
  }

  @Test
  void backlogOfACameraWhoseClockWasSetBackIsTakenAfterAnOutage() {
    Use use = LIMIT.after(Use.NONE, START, 0, 30);
    long elapsed = 1_200_000; // the job was down
    for (long second = 0; second < 1200; second++) {
      long sent = START - 3_600_000 + second * 1000;
      assertThat(LIMIT.isExceeded(use, sent, elapsed)).as("second %d", second).isFalse();
      use = LIMIT.after(use, sent, elapsed, 30);
      elapsed = 0; // what came meanwhile is read at once
    }
  }

  /** A camera that sends as much as it may, with times that jump anywhere. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void swingingTimesGainNothing(long seed) {
    Random random = new Random(seed);
    int chunkFrames = 300;
    Use use = LIMIT.after(Use.NONE, START, 0, 1);
    long frames = 0;
    long processed = START;
    long end = START + 3_600_000;
    for (long now = START; now < end; now += 10) {
      for (int attempt = 0; attempt < 4; attempt++) {
        long back = (long) Math.pow(56 * YEAR, random.nextDouble());
        long sent = random.nextBoolean() ? now : now - back;
        if (!LIMIT.isExceeded(use, sent, now - processed)) {
          use = LIMIT.after(use, sent, now - processed, chunkFrames);
          processed = now;
          frames += chunkFrames;
        }
      }
    }
    assertThat(frames)
        .isBetween(300_000L, (end - START) / 1000 * 100 + BACKLOG_FRAMES + 2L * chunkFrames);
  }

  @Test
  void silenceSavesNothingUp() {
    Use use = LIMIT.after(Use.NONE, 0, 0, 1);
    use = LIMIT.after(use, 1_000_000_000, 1_000_000_000, BACKLOG_FRAMES + 1);

    assertThat(LIMIT.isExceeded(use, 1_000_000_000, 0)).isTrue();
  }

  @Test
  void unknownCameraHasTheWholeBacklog() {
    assertThat(LIMIT.isExceeded(Use.NONE, Long.MIN_VALUE, 0)).isFalse();
  }
}
