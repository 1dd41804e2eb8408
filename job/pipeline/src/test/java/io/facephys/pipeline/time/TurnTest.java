package io.facephys.pipeline.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TurnTest {
  /** Chunks 0 to 9 have been taken but for 4 to 6, which were given up; the last frame at 1000. */
  private static final CameraClock CLOCK =
      CameraClock.unseen(0)
          .after(3, new long[] {400}, true, 0)
          .givingUpBefore(7)
          .after(9, new long[] {1000}, false, 0);

  @ParameterizedTest(name = "chunk {0} up to {1}: {2}")
  @CsvSource({
    "10, 1033, NOW",
    "10,  900, NOW", // its frames will be looked at, its number is right
    "11, 1066, WAITS",
    "12,  900, WAITS",
    " 9, 1000, DUPLICATE",
    " 0,    0, DUPLICATE",
    " 4,  500, LATE",
    " 6, 1000, LATE",
    " 7,  800, DUPLICATE",
    " 0, 1033, RENUMBERED",
    " 5, 1001, RENUMBERED", // frames newer than those after it: this is no late one
  })
  void turnFollowsFromNumberAndNewestFrame(long sequence, long newestMicros, Turn turn) {
    assertThat(Turn.of(CLOCK, sequence, newestMicros)).isEqualTo(turn);
  }

  @Test
  void repeatedWaitingChunkIsADuplicate() {
    assertThat(Turn.of(CLOCK.withWaiting(12, 5), 12, 1100)).isEqualTo(Turn.DUPLICATE);
    assertThat(Turn.of(CLOCK.withWaiting(12, 5), 11, 1050)).isEqualTo(Turn.WAITS);
  }

  @Test
  void unseenCameraStartsAtZeroAndWaitsForIt() {
    assertThat(Turn.of(CameraClock.unseen(0), 0, 5)).isEqualTo(Turn.NOW);
    assertThat(Turn.of(CameraClock.unseen(0), 3, 5)).isEqualTo(Turn.WAITS);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 17, Long.MAX_VALUE - 1})
  void stateOfTheFirstReleaseGoesOnWithAnyNumber(long sequence) {
    assertThat(Turn.of(CameraClock.ofFirstRelease(1000, 30, 0), sequence, 1033))
        .isEqualTo(Turn.NOW);
  }

  @Test
  void afterNewNumberingSkippedNumbersAreLate() {
    CameraClock renumbered = CLOCK.renumberedAt(2).after(2, new long[] {2000}, false, 0);

    assertThat(Turn.of(renumbered, 1, 1900)).isEqualTo(Turn.LATE);
    assertThat(Turn.of(renumbered, 3, 2033)).isEqualTo(Turn.NOW);
  }

  @Test
  void givenUpRangesAreBounded() {
    CameraClock clock = CameraClock.unseen(0);
    for (long sequence = 2; sequence <= 200; sequence += 2) {
      clock = clock.givingUpBefore(sequence).past(sequence);
    }

    assertThat(clock.givenUp()).hasSize(2 * CameraClock.MOST_GIVEN_UP_RANGES);
    assertThat(clock.wasGivenUp(199)).isTrue();
    assertThat(clock.wasGivenUp(198)).isFalse();
    assertThat(clock.wasGivenUp(1)).isFalse();
  }

  @Test
  void waitingChunksAreKeptInOrderWithTheirTimes() {
    CameraClock clock =
        CameraClock.unseen(0).withWaiting(5, 30).withWaiting(2, 10).withWaiting(9, 20);

    assertThat(clock.waitingSequences()).containsExactly(2L, 5L, 9L);
    assertThat(clock.waitingSinceMillis()).isEqualTo(10);
    assertThat(clock.withoutWaiting(2).waitingSinceMillis()).isEqualTo(20);
    assertThat(clock.withoutWaiting(5).waiting()).containsExactly(2, 10, 9, 20);
    assertThat(CameraClock.unseen(0).waitingSinceMillis()).isEqualTo(Long.MAX_VALUE);
  }
}
