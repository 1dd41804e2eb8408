package io.facephys.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

final class BacklogTest {
  @Test
  void aJobThatWarmsUpIsNotBehind() {
    assertThat(grows(19, second -> 100 * second)).isFalse();
  }

  @Test
  void framesThatBecomeMoreAreTooMany() {
    assertThat(grows(30, second -> 100 * second)).isTrue();
  }

  @Test
  void aJobThatCatchesUpIsNotBehind() {
    assertThat(grows(30, second -> 4_000 - 100 * second)).isFalse();
  }

  @Test
  void threeSecondsUnderWayAreNotTooMany() {
    assertThat(grows(60, second -> 180)).isFalse();
  }

  /** Of two subjects, after so many seconds. */
  private static boolean grows(int seconds, LongUnaryOperator framesUnderWay) {
    Backlog backlog = new Backlog();
    for (int second = 0; second <= seconds; second++) {
      backlog.add(1_000_000 + 1000L * second, framesUnderWay.applyAsLong(second));
    }
    return backlog.grows(2);
  }
}
