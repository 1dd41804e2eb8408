package io.facephys.pipeline.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facephys.pipeline.time.UsedFrames.Start;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsedFramesTest {
  private static final long SECOND = 1_000_000;
  private static final long RESTART = 10 * SECOND;
  private static final long LAST = 100 * SECOND;
  private static final FrameClock CLOCK =
      FrameClock.START.startingSegment(LAST).after(new long[] {LAST});

  @Test
  void framesThatDoNotRiseAreDropped() {
    UsedFrames used = after(LAST, LAST + 5, LAST + 5, LAST + 3, LAST + 9, LAST - 7, LAST + 10);

    assertThat(used.indices()).containsExactly(1, 4, 6);
    assertThat(used.timesMicros()).containsExactly(LAST + 5, LAST + 9, LAST + 10);
    assertThat(used.start()).isEqualTo(Start.CONTINUES);
  }

  @Test
  void chunkOfOldFramesIsEmpty() {
    assertThat(after(LAST - 66, LAST - 33, LAST).isEmpty()).isTrue();
    assertThat(after(LAST - RESTART).isEmpty()).isTrue();
  }

  @Test
  void clockThatIsSetBackFarStartsAgain() {
    UsedFrames used = after(LAST - RESTART - 2, LAST - RESTART - 1);

    assertThat(used.start()).isEqualTo(Start.CLOCK_SET_BACK);
    assertThat(used.indices()).containsExactly(0, 1);
    assertThat(used.gapSeconds()).isZero();
  }

  @Test
  void firstFramesOfACameraHaveNoGap() {
    UsedFrames used = UsedFrames.of(FrameClock.START, new long[] {LAST}, false, RESTART, 1);

    assertThat(used.start()).isEqualTo(Start.FIRST);
    assertThat(used.gapSeconds()).isZero();
    assertThat(used.frameRateHz()).isZero();
  }

  @ParameterizedTest(name = "{0} us after the last frame")
  @CsvSource({
    "   33333, 0,        CONTINUES",
    "  250000, 0,        CONTINUES",
    "  250001, 0.250001, CONTINUES",
    "10000000, 10,       CONTINUES",
    "10000001, 10.000001, AFTER_GAP",
  })
  void gapIsToldAndALongOneStartsAgain(long micros, double gapSeconds, Start start) {
    UsedFrames used = after(LAST + micros, LAST + micros + 33_333);

    assertThat(used.gapSeconds()).isEqualTo(gapSeconds);
    assertThat(used.start()).isEqualTo(start);
  }

  @Test
  void gapWithinTheChunkIsTold() {
    assertThat(after(LAST + 1, LAST + 2 * SECOND + 1).gapSeconds()).isEqualTo(2);
  }

  @Test
  void framesBehindALongGapWithinTheChunkAreLeftToTheNextSegment() {
    long gone = LAST + 20 * SECOND;
    UsedFrames used = after(LAST + 33_333, LAST + 66_666, gone, gone + 33_333);

    assertThat(used.indices()).containsExactly(0, 1);
    assertThat(used.start()).isEqualTo(Start.CONTINUES);
    assertThat(used.gapSeconds()).isZero();
    assertThat(after(gone, gone + 33_333, gone + 30 * SECOND).indices()).containsExactly(0, 1);
    assertThat(after(LAST + RESTART, LAST + 2 * RESTART).indices()).containsExactly(0, 1);
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
    FrameClock clock = CLOCK;
    for (int chunk = 1; chunk < 500; chunk++) {
      long base = clock.lastCaptureMicros();
      long[] times =
          random
              .longs(1 + random.nextInt(20), Math.max(0, base - 2 * RESTART), base + 2 * RESTART)
              .toArray();
      UsedFrames used = UsedFrames.of(clock, times, false, RESTART, 1);
      assertThat(used.timesMicros()).isSorted().doesNotHaveDuplicates();
      assertThat(used.timesMicros().length).isEqualTo(used.indices().length);
      if (!used.isEmpty()) {
        if (used.continuesSegment()) {
          assertThat(used.timesMicros()[0]).isGreaterThan(clock.lastCaptureMicros());
        }
        long[] usedTimes = used.timesMicros();
        clock =
            (used.continuesSegment() ? clock : clock.startingSegment(usedTimes[0]))
                .after(usedTimes);
      }
    }
  }

  @Test
  void framesCloserThanAnyCamerasAreDropped() {
    long[] times = {LAST + 1, LAST + 10, LAST + 15, LAST + 20};

    assertThat(UsedFrames.of(CLOCK, times, false, RESTART, 10).indices()).containsExactly(1, 3);
    assertThat(UsedFrames.of(FrameClock.START, times, false, RESTART, 10).indices())
        .containsExactly(0, 2);
  }

  private static UsedFrames after(long... timesMicros) {
    return UsedFrames.of(CLOCK, timesMicros, false, RESTART, 1);
  }
}
