package io.facephys.measure.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;

/** Rates where there is a pulse, and none where there is not, on another painter's clips. */
class HonestVitalsTest {
  private static final PaintedClips CLIPS = new PaintedClips(7_200_000_000L, 30);

  @Test
  void secondsWithAPulseCarryItsRate() {
    List<VitalsScore> scores = scores(CLIPS.withPulse(4));
    int rows = scores.stream().mapToInt(VitalsScore::rows).sum();
    double[] errors =
        scores.stream()
            .flatMap(score -> score.rates().stream())
            .mapToDouble(rate -> Math.abs(rate.error()))
            .toArray();

    assertThat(rows).isEqualTo(4 * 23);
    assertThat(errors).hasSizeGreaterThanOrEqualTo(95 * rows / 100);
    assertThat(StatUtils.percentile(errors, 50)).isLessThan(1);
    assertThat(StatUtils.max(errors)).isLessThan(5);
  }

  @Test
  void secondsWithoutAPulseCarryNoRate() {
    List<VitalsScore> scores = scores(CLIPS.withoutPulse(1));

    assertThat(scores.stream().mapToInt(VitalsScore::rows).sum()).isEqualTo(6 * 23);
    assertThat(scores).allMatch(score -> score.rates().isEmpty());
  }

  private static List<VitalsScore> scores(List<EvaluationClip> clips) {
    try (ModelMethod method = ModelMethod.ofDefault()) {
      return clips.stream().map(clip -> ClipResult.of(clip, method, 90).vitals()).toList();
    }
  }
}
