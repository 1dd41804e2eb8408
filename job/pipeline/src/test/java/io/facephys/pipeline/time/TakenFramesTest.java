package io.facephys.pipeline.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facephys.pipeline.time.TakenFrames.Start;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TakenFramesTest {
  private static final long SECOND = 1_000_000;
  private static final long RESTART = 10 * SECOND;
  private static final long LAST = 100 * SECOND;
  private static final CameraClock CLOCK =
      CameraClock.unseen(0).after(0, new long[] {LAST}, true, 0);

  @Test
  void framesThatDoNotRiseAreDropped() {
    TakenFrames taken = after(LAST, LAST + 5, LAST + 5, LAST + 3, LAST + 9, LAST - 7, LAST + 10);

    assertThat(taken.used()).containsExactly(1, 4, 6);
    assertThat(taken.timesMicros()).containsExactly(LAST + 5, LAST + 9, LAST + 10);
    assertThat(taken.start()).isEqualTo(Start.GOES_ON);
  }

  @Test
  void chunkOfOldFramesIsEmpty() {
    assertThat(after(LAST - 66, LAST - 33, LAST).isEmpty()).isTrue();
    assertThat(after(LAST - RESTART).isEmpty()).isTrue();
  }

  @Test
  void clockThatIsSetBackFarStartsAgain() {
    TakenFrames taken = after(LAST - RESTART - 2, LAST - RESTART - 1);

    assertThat(taken.start()).isEqualTo(Start.CLOCK_SET_BACK);
    assertThat(taken.used()).containsExactly(0, 1);
    assertThat(taken.gapSeconds()).isZero();
  }

  @Test
  void firstFramesOfACameraHaveNoGap() {
    TakenFrames taken = TakenFrames.of(CameraClock.unseen(0), new long[] {LAST}, RESTART);

    assertThat(taken.start()).isEqualTo(Start.FIRST);
    assertThat(taken.gapSeconds()).isZero();
    assertThat(taken.frameRateHz()).isZero();
  }

  @ParameterizedTest(name = "{0} us after the last frame")
  @CsvSource({
    "   33333, 0,        GOES_ON",
    "  250000, 0,        GOES_ON",
    "  250001, 0.250001, GOES_ON",
    "10000000, 10,       GOES_ON",
    "10000001, 10.000001, AFTER_GAP",
  })
  void gapIsToldAndALongOneStartsAgain(long micros, double gapSeconds, Start start) {
    TakenFrames taken = after(LAST + micros, LAST + micros + 33_333);

    assertThat(taken.gapSeconds()).isEqualTo(gapSeconds);
    assertThat(taken.start()).isEqualTo(start);
  }

  @Test
  void gapWithinTheChunkIsTold() {
    assertThat(after(LAST + 1, LAST + 2 * SECOND + 1).gapSeconds()).isEqualTo(2);
  }

  @Test
  void frameRateCountsTheIntervalBeforeUnlessItIsAGap() {
    assertThat(after(LAST + 100_000, LAST + 150_000).frameRateHz()).isEqualTo(2 / 0.15);
    assertThat(after(LAST + SECOND, LAST + SECOND + 50_000).frameRateHz()).isEqualTo(20);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 10, 14, 15, 24, 30, 60, 120})
  void frameRateIsThatOfTheCamera(int rateHz) {
    long[] times = new long[12];
    Arrays.setAll(times, i -> LAST + Math.round((i + 1) * 1e6 / rateHz));

    assertThat(after(times).frameRateHz()).isCloseTo(rateHz, within(0.01));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void timesRiseWhateverComes(long seed) {
    Random random = new Random(seed);
    CameraClock clock = CLOCK;
    for (int chunk = 1; chunk < 500; chunk++) {
      long base = clock.lastCaptureMicros();
      long[] times =
          random
              .longs(1 + random.nextInt(20), Math.max(0, base - 2 * RESTART), base + 2 * RESTART)
              .toArray();
      TakenFrames taken = TakenFrames.of(clock, times, RESTART);
      assertThat(taken.timesMicros()).isSorted().doesNotHaveDuplicates();
      assertThat(taken.timesMicros().length).isEqualTo(taken.used().length);
      if (!taken.isEmpty()) {
        if (taken.goOn()) {
          assertThat(taken.timesMicros()[0]).isGreaterThan(clock.lastCaptureMicros());
        }
        clock = clock.after(chunk, taken.timesMicros(), !taken.goOn(), 0);
      }
    }
  }

  private static TakenFrames after(long... timesMicros) {
    return TakenFrames.of(CLOCK, timesMicros, RESTART);
  }
}
