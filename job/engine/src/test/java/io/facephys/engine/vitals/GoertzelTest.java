package io.facephys.engine.vitals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.apache.commons.math3.complex.Complex;
import org.junit.jupiter.api.Test;

class GoertzelTest {
  private static final double SAMPLE_HZ = 30;
  private static final double[] HZ = {0.6, 1.234, 3.3};

  @Test
  void powerAndProductAreThoseOfTheFourierSum() {
    double[] cosines = new double[HZ.length];
    for (int i = 0; i < HZ.length; i++) {
      cosines[i] = Goertzel.twiceCosine(HZ[i], SAMPLE_HZ);
    }
    double[] samples = new Random(1).doubles(300).toArray();
    double[] others = new Random(2).doubles(300).toArray();
    Goertzel transform = new Goertzel(samples, cosines);
    Goertzel other = new Goertzel(others, cosines);

    for (int i = 0; i < HZ.length; i++) {
      Complex sum = fourier(samples, HZ[i]);
      double product = sum.multiply(fourier(others, HZ[i]).conjugate()).getReal();
      assertThat(transform.power(i)).isCloseTo(sum.abs() * sum.abs(), within(1e-9));
      assertThat(transform.product(other, i)).isCloseTo(product, within(1e-9));
    }
  }

  private static Complex fourier(double[] samples, double hz) {
    Complex sum = Complex.ZERO;
    for (int i = 0; i < samples.length; i++) {
      Complex turn = new Complex(0, -2 * Math.PI * hz * i / SAMPLE_HZ).exp();
      sum = sum.add(turn.multiply(samples[i]));
    }
    return sum;
  }
}
