package io.facephys.cli.infer;

import static org.assertj.core.api.Assertions.assertThat;

import io.facephys.engine.vitals.AbsentReason;
import io.facephys.engine.vitals.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RateTextTest {
  private static final Reading WARMING_UP = new Reading(null, AbsentReason.WARMING_UP);
  private static final Reading NO_PULSE = new Reading(null, AbsentReason.NO_PULSE);

  @Test
  void ratesGiveTheirMedian() {
    assertThat(RateText.of(List.of(WARMING_UP, rate(70), rate(90), rate(71))))
        .isEqualTo("71.0 bpm (median of 3 of 4 seconds)");
  }

  @Test
  void withoutARateTheMostFrequentReasonStandsInItsPlace() {
    assertThat(RateText.of(List.of(WARMING_UP, WARMING_UP, WARMING_UP, NO_PULSE, NO_PULSE)))
        .isEqualTo("no rate. The colours show no pulse");
  }

  @Test
  void withoutASecondThereIsNoRate() {
    assertThat(RateText.of(List.of())).startsWith("no rate.");
  }

  private static Reading rate(double bpm) {
    return new Reading(bpm, null);
  }
}
