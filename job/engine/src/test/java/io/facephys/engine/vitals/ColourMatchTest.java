package io.facephys.engine.vitals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ColourMatchTest {
  private static final double HZ = 1.2;
  private static final double[] BLOOD = {-0.33, -0.80, -0.50};
  private static final double[] GREY = {1, 1, 1};

  @Test
  void pulseGoesWithRedMinusGreen() {
    ColourMatch match = of(BLOOD, 0);
    assertThat(match.blood()).isGreaterThan(0.95);
    assertThat(match.any()).isGreaterThan(0.95);
  }

  @Test
  void waveMayLeadTheBloodByASixthOfASecond() {
    assertThat(of(BLOOD, 1 / 6.0).blood()).isGreaterThan(0.9);
    assertThat(of(BLOOD, 1 / 3.0).blood()).isLessThan(0.5);
  }

  @Test
  void lightThatFlickersMatchesAsStronglyButNotAsBlood() {
    ColourMatch match = of(GREY, 0.1);
    assertThat(match.blood()).isLessThan(0.3);
    assertThat(match.any()).isGreaterThan(0.95);
  }

  @Test
  void bloodWithTheOtherSignIsNone() {
    assertThat(of(new double[] {0.33, 0.80, 0.50}, 0).blood()).isLessThan(0);
  }

  @Test
  void noiseMatchesNothing() {
    ColourMatch match = of(new double[3], 0);
    assertThat(match.blood()).isLessThan(0.3);
    assertThat(match.any()).isLessThan(0.5);
  }

  @Test
  void blackAndConstantColoursMatchNothing() {
    double[] wave = wave(0);
    double[] grey = new double[300];
    Arrays.fill(grey, 0.5);
    for (double[] channel : new double[][] {new double[300], grey}) {
      ColourMatch match = ColourMatch.of(wave, new double[][] {channel, channel, channel});
      assertThat(match.blood()).isZero();
      assertThat(match.any()).isZero();
    }
  }

  /** Ten seconds of a wave, and of colours that follow it so much later, with noise. */
  private static ColourMatch of(double[] changes, double laterSeconds) {
    Random random = new Random(1);
    double[] pulse = wave(laterSeconds);
    double[][] colours = new double[3][300];
    for (int channel = 0; channel < 3; channel++) {
      for (int i = 0; i < 300; i++) {
        colours[channel][i] =
            0.5 * (1 + 0.01 * changes[channel] * pulse[i] + 0.0003 * random.nextGaussian());
      }
    }
    return ColourMatch.of(wave(0), colours);
  }

  private static double[] wave(double laterSeconds) {
    double[] wave = new double[300];
    Arrays.setAll(wave, i -> Math.sin(2 * Math.PI * HZ * (i / 30.0 - laterSeconds)));
    return wave;
  }
}
