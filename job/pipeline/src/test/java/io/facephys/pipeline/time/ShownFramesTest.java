package io.facephys.pipeline.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShownFramesTest {
  private static final long LAST = 1_000_000_000;
  private static final long FRAME = 33_333;
  private static final long RESTART = 10_000_000;
  private static final FrameClock CLOCK =
      FrameClock.START.startingSegment(LAST).after(new long[] {LAST});

  @Test
  void unbrokenFramesAreShownAsTheyAre() {
    ShownFrames shown = after(LAST + FRAME, LAST + 2 * FRAME);

    assertThat(shown.frames()).containsExactly(0, 1);
    assertThat(shown.standIn()).containsOnly(false);
    assertThat(shown.intervalsSeconds()).containsOnly(0.033333f);
    assertThat(shown.wave(new float[] {5, 6})).containsExactly(5, 6);
  }

  @ParameterizedTest(name = "{0} us: {1} stand in")
  @CsvSource({"250000, 0", "266667, 7", "333333, 9", "1000000, 29", "1100000, 30", "9999999, 30"})
  void frameAfterAGapStandsInForThoseThatAreMissing(long micros, int standIns) {
    ShownFrames shown = after(LAST + micros, LAST + micros + FRAME);

    assertThat(shown.frames()).hasSize(2 + standIns).containsOnly(0, 1).endsWith(0, 1);
    float[] samples = new float[2 + standIns];
    samples[standIns] = 7;
    assertThat(shown.wave(samples)).containsExactly(7, 0);
    assertThat(shown.replacedIntervals()).isEqualTo(standIns > 0 ? 1 : 0);
    for (float seconds : shown.intervalsSeconds()) {
      assertThat(seconds).isPositive().isLessThanOrEqualTo(0.25f);
    }
  }

  @Test
  void gapsWithinAChunkShareOneBound() {
    long second = 1_000_000;
    ShownFrames shown = after(LAST + second / 2, LAST + second, LAST + 3 * second);

    assertThat(shown.frames()).hasSize(3 + 30);
    assertThat(shown.replacedIntervals()).isEqualTo(3);
  }

  @Test
  void firstFrameIsShownForAWhileAfterALongGapButNotOfANewCamera() {
    long[] late = {LAST + RESTART + 1};
    assertThat(ShownFrames.first(UsedFrames.of(CLOCK, late, false, RESTART, 1), 30).frames())
        .hasSize(31);
    assertThat(
            ShownFrames.first(UsedFrames.of(FrameClock.START, late, false, RESTART, 1), 30)
                .frames())
        .hasSize(1);
  }

  private static ShownFrames after(long... times) {
    return ShownFrames.after(LAST, UsedFrames.of(CLOCK, times, false, RESTART, 1), 30);
  }
}
