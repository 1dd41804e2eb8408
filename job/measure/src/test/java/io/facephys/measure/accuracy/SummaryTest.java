package io.facephys.measure.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.facephys.measure.accuracy.ClipResult.Match;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Three clips with a pulse, one without, two seeds of one method. */
final class SummaryTest {
  private static final VitalsScore NO_VITALS =
      new VitalsScore(0, List.of(), Optional.empty(), Optional.empty());

  private static final Offset<Double> ROUNDING = within(1e-12);

  private final Summary summary = Summary.of(results());

  @Test
  void clipCountsOnceWithTheMeanOverSeeds() {
    Estimate r = summary.estimate(Condition.ALL, "ours", Metric.R);

    assertThat(r.value()).isCloseTo((0.7 + 0.4 + 0.1) / 3, ROUNDING);
    assertThat(r.bySeed()).containsExactly(new double[] {0.5, 0.3}, ROUNDING);
    assertThat(r.low()).isBetween(0.1, r.value());
    assertThat(r.high()).isBetween(r.value(), 0.7);
  }

  @Test
  void ratesHaveMeanMedianAndRootOfMeanSquareError() {
    assertThat(summary.estimate(Condition.ALL, "ours", Metric.HR_MAE).value())
        .isCloseTo((1.0 + 2 + 9) / 3, ROUNDING);
    assertThat(summary.estimate(Condition.ALL, "ours", Metric.HR_MEDIAN).value())
        .isCloseTo(2, ROUNDING);
    assertThat(summary.estimate(Condition.ALL, "ours", Metric.HR_RMSE).value())
        .isCloseTo(Math.sqrt((1.0 + 4 + 81) / 3), ROUNDING);
  }

  @Test
  void conditionsAreRowsInTheOrderOfTheirNumbers() {
    assertThat(summary.conditions())
        .containsExactly(
            Condition.ALL,
            new Condition("rate", "60-90"),
            new Condition("rate", "90-120"),
            new Condition("skin", "dark"));
    assertThat(summary.clips(new Condition("rate", "60-90"))).isEqualTo(2);
    assertThat(summary.estimate(new Condition("skin", "dark"), "ours", Metric.R).value())
        .isCloseTo(0.1, ROUNDING);
  }

  @Test
  void clipWithoutPulseCountsForPowerAlone() {
    assertThat(summary.clips(Condition.ALL)).isEqualTo(3);
    assertThat(summary.clipsWithoutPulse()).isEqualTo(1);
    Estimate ratio = summary.powerRatio("ours").orElseThrow();
    assertThat(ratio.value()).isCloseTo(0.3 / 2, ROUNDING); // medians of means over seeds
    assertThat(ratio.bySeed()).containsExactly(new double[] {0.4 / 2, 0.2 / 2}, ROUNDING);
  }

  @Test
  void withoutClipsOfBothKindsThereIsNoRatio() {
    assertThat(Summary.of(summary.withPulse()).powerRatio("ours")).isEmpty();
    assertThat(Summary.of(summary.withoutPulse()).powerRatio("ours")).isEmpty();
  }

  private static List<ClipResult> results() {
    List<ClipResult> results = new ArrayList<>();
    for (int seed = 1; seed <= 2; seed++) {
      double worse = seed == 1 ? 0.1 : -0.1;
      results.add(pulse("a", seed, Map.of("rate", "60-90"), score(0.7 + worse, 1)));
      results.add(pulse("b", seed, Map.of("rate", "60-90"), score(0.4 + worse, -2)));
      results.add(
          pulse("c", seed, Map.of("rate", "90-120", "skin", "dark"), score(0.1 + worse, 9)));
      results.add(noPulse("d", seed, 0.3 + worse));
    }
    return results;
  }

  private static ClipResult pulse(
      String clip, int seed, Map<String, String> conditions, WaveScores scores) {
    Match match = new Match(new double[0], new double[0], scores);
    return new ClipResult(
        clip, new TreeMap<>(conditions), "ours", seed, 2, Optional.of(match), NO_VITALS);
  }

  private static ClipResult noPulse(String clip, int seed, double power) {
    SortedMap<String, String> conditions = new TreeMap<>(Map.of("pulse", "none"));
    return new ClipResult(clip, conditions, "ours", seed, power, Optional.empty(), NO_VITALS);
  }

  private static WaveScores score(double r, double errorBpm) {
    return new WaveScores(r, r, 0, 70, 70 + errorBpm, 3, 0.9);
  }
}
