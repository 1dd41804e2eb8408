package io.facephys.pipeline.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.pipeline.progress.TopicEnds.Ends;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ArrivalsTest {
  private static final long QUIET = Arrivals.QUIET_MILLIS;
  private static final Ends ENDS = new Ends(500, Map.of(0, 10L, 1, 20L), Map.of());

  private final Arrivals arrivals = new Arrivals(1000);

  @Test
  void presentCountsUntilKafkaAnswers() {
    arrivals.passed(0, 1, 1000);

    assertThat(arrivals.passedUpTo(null, 1001)).isEqualTo(OptionalLong.of(1001));
  }

  @Test
  void timeOfTheQuestionCountsWhenAllThatWasThereIsPassedOn() {
    arrivals.passed(0, 9, 1000);
    arrivals.passed(1, 18, 1000);
    assertThat(arrivals.passedUpTo(ENDS, 1001)).isEmpty();

    arrivals.passed(1, 19, 1002);
    assertThat(arrivals.passedUpTo(ENDS, 1003)).isEqualTo(OptionalLong.of(500));
  }

  /** The end of a transaction takes an offset, but nobody gets it as a record. */
  @Test
  void offsetsWithoutRecordsDoNotStopTimeForEver() {
    arrivals.passed(0, 8, 1000);
    look(1000, 1000 + QUIET - 1, false);
    assertThat(arrivals.passedUpTo(ENDS, 1000 + QUIET)).isEqualTo(OptionalLong.of(500));
  }

  @Test
  void silenceOfABlockedTaskProvesNothing() {
    arrivals.passed(0, 8, 1000);
    long later = 1000 + 10 * QUIET; // nobody looked in between

    look(later, later + QUIET - 1, false);
    assertThat(arrivals.passedUpTo(ENDS, later + QUIET)).isPresent();
  }

  private void look(long from, long to, boolean caughtUp) {
    for (long now = from; now <= to; now += 100) {
      assertThat(arrivals.passedUpTo(ENDS, now).isPresent()).isEqualTo(caughtUp);
    }
  }
}
