package io.facephys.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameIntervalsTest {
  private static final long START = 1_767_225_600_000_000L;

  @Test
  void firstFrameGetsTheNominalIntervalAndIsNotCounted() {
    FrameIntervals intervals = FrameIntervals.ofFirst(new long[] {START, START + 16_667});

    assertThat(intervals.seconds()).containsExactly(1 / 30f, 0.016667f);
    assertThat(intervals.replaced()).isZero();
  }

  @Test
  void trueIntervalsAreKept() {
    long[] times = {START + 33_333, START + 66_667, START + 166_667};

    FrameIntervals intervals = FrameIntervals.after(START, times);

    assertThat(intervals.seconds()).containsExactly(0.033333f, 0.033334f, 0.1f);
    assertThat(intervals.replaced()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"1, 0.000001", "250000, 0.25"})
  void intervalAtTheBoundIsKept(long micros, float seconds) {
    FrameIntervals intervals = FrameIntervals.after(START, new long[] {START + micros});

    assertThat(intervals.seconds()).containsExactly(seconds);
    assertThat(intervals.replaced()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 250001", // gap
    "0, 86400000000",
    "0, 0", // the same time again
    "0, -1", // backwards
    "-9223372036854775808, 9223372036854775807", // differs by -1 in 64 bits
    "9223372036854775807, -9223372036854775808", // differs by +1 in 64 bits
    "-9223372036854775808, 0",
    "9223372036854775807, -9223372036854575808" // differs by 200,001 in 64 bits
  })
  void intervalOutOfBoundsIsReplacedAndCounted(long before, long time) {
    FrameIntervals intervals = FrameIntervals.after(before, new long[] {time});

    assertThat(intervals.seconds()).containsExactly(1 / 30f);
    assertThat(intervals.replaced()).isOne();
  }

  @Test
  void frameAfterAReplacedOneIsMeasuredFromIt() {
    long[] times = {START + 1_000_000, START + 1_040_000, START + 20_000, START + 60_000};

    FrameIntervals intervals = FrameIntervals.after(START, times);

    assertThat(intervals.seconds()).containsExactly(1 / 30f, 0.04f, 1 / 30f, 0.04f);
    assertThat(intervals.replaced()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anyCuttingGivesTheSameIntervalsWithinBounds(long seed) {
    Random random = new Random(seed);
    long[] times = brokenTimes(random);
    FrameIntervals whole = FrameIntervals.ofFirst(times);

    float[] joined = new float[times.length];
    int replaced = 0;
    for (int from = 0, to; from < times.length; from = to) {
      to = Math.min(times.length, from + 1 + random.nextInt(40));
      long[] part = Arrays.copyOfRange(times, from, to);
      FrameIntervals chunk =
          from == 0 ? FrameIntervals.ofFirst(part) : FrameIntervals.after(times[from - 1], part);
      System.arraycopy(chunk.seconds(), 0, joined, from, part.length);
      replaced += chunk.replaced();
    }

    assertThat(joined).containsExactly(whole.seconds());
    assertThat(replaced).isEqualTo(whole.replaced()).isPositive();
    for (float seconds : whole.seconds()) {
      assertThat(seconds).isGreaterThan(0).isLessThanOrEqualTo(0.25f);
    }
  }

  /** Times of which about one in seven is a gap, a step back or an arbitrary 64-bit number. */
  private static long[] brokenTimes(Random random) {
    long[] times = new long[500];
    long time = START;
    for (int i = 0; i < times.length; i++) {
      time =
          switch (random.nextInt(20)) {
            case 0 -> time + 250_001 + random.nextInt(10_000_000);
            case 1 -> time - random.nextInt(1_000_000);
            case 2 -> random.nextLong();
            default -> time + 1 + random.nextInt(250_000);
          };
      times[i] = time;
    }
    return times;
  }
}
