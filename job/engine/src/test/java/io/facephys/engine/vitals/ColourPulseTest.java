package io.facephys.engine.vitals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ColourPulseTest {
  private static final double HZ = 1.2;
  private static final double[] BLOOD = {0.33, 0.80, 0.50};
  private static final double[] OTHER = {0.9, 0.5, 0.9};

  @Test
  void bloodStandsOutOfStrongerChangesOfAnotherColour() {
    assertThat(of(BLOOD, 0).prominence()).isGreaterThan(1000);
    assertThat(of(BLOOD, 0.01).prominence()).isGreaterThan(30);
    assertThat(of(new double[3], 0.01).prominence()).isLessThan(8);
  }

  @Test
  void chromaIsWhatRedDoesNotHaveOfGreensChange() {
    assertThat(of(BLOOD, 0).chroma()).isCloseTo(1 - 0.33 / 0.80, within(0.02));
    assertThat(of(new double[] {1, 1, 1}, 0).isPulse()).isFalse();
    assertThat(of(new double[] {-0.3, 0.8, 0.5}, 0).isPulse()).isFalse();
    assertThat(of(BLOOD, 0).isPulse()).isTrue();
  }

  @Test
  void coloursThatDoNotChangeAreNoPulse() {
    double[] constant = new double[300];
    assertThat(ColourPulse.of(constant, constant, constant, HZ).prominence()).isZero();
  }

  @Test
  void redAloneIsNoPulse() {
    double[] red = new double[300];
    double[] steady = new double[300];
    for (int i = 0; i < 300; i++) {
      red[i] = (150 + i % 2) / 255f; // the square of schemas/examples/producer.py
      steady[i] = 110 / 255f + 1e-8 * Math.sin(2 * Math.PI * HZ * i / 30); // less than rounding
    }
    double[] constant = new double[300];
    Arrays.fill(constant, 110 / 255f);
    for (double hz = 0.7; hz < 3; hz += 0.05) {
      assertThat(ColourPulse.of(red, constant, constant, hz).isPulse()).isFalse();
      assertThat(ColourPulse.of(red, steady, steady, hz).isPulse()).isFalse();
      assertThat(ColourPulse.of(constant, steady, constant, hz).isPulse()).isFalse();
    }
  }

  /** Ten seconds of a pulse that absorbs so, and of changes of another colour beside it. */
  private static ColourPulse of(double[] absorbed, double other) {
    Random random = new Random(1);
    double[][] colours = new double[3][300];
    double wander = 0;
    for (int i = 0; i < 300; i++) {
      wander = 0.9 * wander + other * random.nextGaussian();
      double pulse = 0.004 * Math.sin(2 * Math.PI * HZ * i / 30);
      for (int channel = 0; channel < 3; channel++) {
        double change = -absorbed[channel] * pulse + OTHER[channel] * wander;
        colours[channel][i] = 0.5 * (1 + change + 0.0001 * random.nextGaussian());
      }
    }
    return ColourPulse.of(colours[0], colours[1], colours[2], HZ);
  }
}
