package io.facephys.pipeline.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.pipeline.progress.TopicEnds.Ends;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivalsTest {
  private static final long QUIET = Arrivals.QUIET_MILLIS;
  private static final long START = Arrivals.START_MILLIS;
  private static final long LOOK = 200;
  private static final long HOUR = 3_600_000;
  private static final Ends ENDS = new Ends(500, Map.of(0, 10L, 1, 20L), Map.of());

  private final Arrivals arrivals = new Arrivals(1000);

  private OptionalLong look(Ends ends, long nowMillis) {
    return arrivals.passedUpTo(ends, nowMillis, true);
  }

  @Test
  void presentCountsIfKafkaDoesNotAnswer() {
    arrivals.passed(0, 1, 1000);

    assertThat(arrivals.passedUpTo(null, 1000 + START - 1, true)).isEmpty();
    assertThat(arrivals.passedUpTo(null, 1000 + START, true))
        .isEqualTo(OptionalLong.of(1000 + START));
  }

  @Test
  void presentCountsWhenKafkaNoLongerAnswers() {
    arrivals.passed(0, 1, 1000);
    assertThat(look(ENDS, 1000)).isEmpty();

    assertThat(arrivals.passedUpTo(null, 1200, true)).isEqualTo(OptionalLong.of(1200));
  }

  @Test
  void timeOfTheQuestionCountsWhenAllThatWasThereIsPassedOn() {
    arrivals.passed(0, 9, 1000);
    arrivals.passed(1, 18, 1000);
    assertThat(look(ENDS, 1001)).isEmpty();

    arrivals.passed(1, 19, 1002);
    assertThat(look(ENDS, 1003)).isEqualTo(OptionalLong.of(500));
    assertThat(look(ENDS, 1004)).isEmpty();
  }

  /** The end of a transaction takes an offset, but nobody gets it as a record. */
  @Test
  void offsetsWithoutRecordsDoNotStopTimeForEver() {
    arrivals.passed(0, 8, 1000);
    arrivals.passed(1, 19, 1000);

    assertWaits(1000, 1000 + QUIET);
    assertThat(look(ENDS, 1000 + QUIET)).isEqualTo(OptionalLong.of(500));
    Ends later = new Ends(900 + QUIET, ENDS.stable(), Map.of());
    assertThat(look(later, 1001 + QUIET)).isEqualTo(OptionalLong.of(900 + QUIET));
  }

  @Test
  void silenceOfABlockedTaskProvesNothing() {
    arrivals.passed(0, 8, 1000);
    arrivals.passed(1, 19, 1000);
    long later = 1000 + 10 * QUIET; // nobody looked in between

    assertWaits(later, later + QUIET);
    for (long now = later + QUIET; now < later + 5 * QUIET; now += LOOK) {
      assertThat(arrivals.passedUpTo(ENDS, now, false)).isEmpty();
    }
    assertWaits(later + 5 * QUIET, later + 6 * QUIET - LOOK);
    assertThat(look(ENDS, later + 6 * QUIET)).isPresent();
  }

  @Test
  void partitionOfWhichNothingCameYetMayHaveRecordsForAWhile() {
    arrivals.passed(0, 9, 1000); // 20 records of the other partition are unread

    assertWaits(1000, 1000 + START);
    assertThat(look(ENDS, 1000 + START)).isPresent();
    Ends grown = new Ends(1000 + START, Map.of(0, 10L, 1, 2000L), Map.of());
    assertThat(look(grown, 1001 + START)).isPresent(); // another subtask has it

    arrivals.passed(1, 1000, 1002 + START);
    Ends more = new Ends(1001 + START, Map.of(0, 10L, 1, 2001L), Map.of());
    assertThat(look(more, 1003 + START)).isEmpty(); // this subtask has it
  }

  @Test
  void partitionThatIsNewIsWaitedForUntilTheSourceHasFoundIt() {
    arrivals.passed(0, 9, 1000);
    arrivals.passed(1, 19, 1000);
    assertThat(look(ENDS, 1000)).isPresent();
    Ends grown = new Ends(1000, Map.of(0, 10L, 1, 20L, 2, 5L), Map.of());

    long discovery = 300_000;
    for (long now = 1000; now <= 1000 + discovery; now += LOOK) {
      assertThat(look(grown, now)).isEmpty();
    }
    arrivals.passed(2, 4, 1100 + discovery);
    assertThat(look(grown, 1200 + discovery)).isPresent();
  }

  /** The job reads what was written so long ago, and Kafka answers each second. */
  @ParameterizedTest
  @ValueSource(longs = {2_000, 60_000, 600_000})
  void timeGoesOnWhileTheJobStaysBehind(long lagMillis) {
    long reached = 0;
    for (long now = 1000; now < HOUR; now += LOOK) {
      if (now > lagMillis) {
        arrivals.passed(0, now - lagMillis, now);
      }
      reached = Math.max(reached, answered(now, 0).orElse(reached));
    }
    assertThat(HOUR - reached).isBetween(lagMillis, lagMillis + lagMillis / 10 + 2000);
  }

  @Test
  void answersThatAreKeptAreFew() {
    for (long now = 1000; now < 24 * HOUR; now += 1000) {
      answered(now, 0);
      arrivals.passed(0, now / 1000, now); // a thousandth of what comes
    }
    assertThat(arrivals.kept()).isLessThan(250);
  }

  /** A commit each second: its records come, and its end takes an offset more. */
  @Test
  void timeGoesOnThoughAllIsWrittenInTransactions() {
    long reached = 0;
    for (long now = 1000; now < HOUR; now += LOOK) {
      if (now % 1000 == 0) {
        arrivals.passed(0, now - 2, now);
      }
      reached = Math.max(reached, answered(now, 0).orElse(reached));
    }
    assertThat(HOUR - reached).isLessThan(3000);
  }

  @Test
  void timeGoesOnThoughTheTaskIsNeverFree() {
    long reached = 0;
    arrivals.passed(1, 98, 1000); // 99 is the end of a transaction; others have partition 2
    for (long now = 1000; now < HOUR; now += LOOK) {
      arrivals.passed(0, now, now);
      Ends ends = new Ends(now / 1000 * 1000, Map.of(0, now, 1, 100L, 2, now), Map.of());
      reached = Math.max(reached, arrivals.passedUpTo(ends, now, false).orElse(reached));
    }
    assertThat(HOUR - reached).isLessThan(3000);
  }

  /** Looks when Kafka has answered at the last whole second: one offset a millisecond. */
  private OptionalLong answered(long nowMillis, int partition) {
    long asked = nowMillis / 1000 * 1000;
    return look(new Ends(asked, Map.of(partition, asked), Map.of()), nowMillis);
  }

  private void assertWaits(long from, long to) {
    for (long now = from; now < to; now += LOOK) {
      assertThat(look(ENDS, now)).isEmpty();
    }
  }
}
