package io.facephys.engine.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.apache.commons.math3.analysis.interpolation.LinearInterpolator;
import org.apache.commons.math3.analysis.polynomials.PolynomialSplineFunction;
import org.apache.commons.math3.exception.NonMonotonicSequenceException;
import org.junit.jupiter.api.Test;

class EvenGridTest {
  @Test
  void pointsLieOnTheLinesBetweenTheSamples() {
    double[] samples = new Random(1).doubles(200).toArray();
    double[] seconds = new double[200];
    for (int i = 1; i < 200; i++) {
      seconds[i] = seconds[i - 1] + 0.01 + 0.05 * samples[i];
    }
    PolynomialSplineFunction lines = new LinearInterpolator().interpolate(seconds, samples);

    double[] even = EvenGrid.of(seconds, samples);

    assertThat(even).hasSize((int) (seconds[199] * 30) + 1);
    for (int i = 0; i < even.length; i++) {
      double at = seconds[199] - (even.length - 1 - i) / 30.0;
      assertThat(even[i]).isCloseTo(lines.value(at), within(1e-12));
    }
  }

  @Test
  void timesThatDoNotRiseAreRefused() {
    assertThatThrownBy(() -> EvenGrid.of(new double[] {0, 1, 1}, new double[3]))
        .isInstanceOf(NonMonotonicSequenceException.class);
  }
}
