package io.facephys.measure.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/**
 * Expected intervals: python3 job/measure/src/test/scripts/bootstrap_reference.py, SciPy 1.17.1.
 */
final class EstimateTest {
  private static final double[] NUMBERS =
      IntStream.range(0, 24).mapToDouble(i -> 1 + 0.1 * i + Math.sin(i * i)).toArray();
  private static final double[] OTHERS =
      IntStream.range(0, 9).mapToDouble(i -> 5 + Math.cos(i * i)).toArray();
  private static final Offset<Double> CHANCE = within(0.03); // of 2,000 resamples

  @Test
  void intervalOfAMeanIsThatOfSciPy() {
    Estimate mean = Estimate.of(List.of(NUMBERS), groups -> StatUtils.mean(groups.get(0)), NUMBERS);

    assertThat(mean.value()).isEqualTo(StatUtils.mean(NUMBERS));
    assertThat(mean.low()).isCloseTo(1.656, CHANCE);
    assertThat(mean.high()).isCloseTo(2.485, CHANCE);
  }

  @Test
  void groupsAreDrawnFromEachByItself() {
    Estimate ratio =
        Estimate.of(
            List.of(NUMBERS, OTHERS),
            groups -> Metric.median(groups.get(0)) / Metric.median(groups.get(1)),
            NUMBERS);

    assertThat(ratio.low()).isCloseTo(0.276, CHANCE);
    assertThat(ratio.high()).isCloseTo(0.526, CHANCE);
  }
}
