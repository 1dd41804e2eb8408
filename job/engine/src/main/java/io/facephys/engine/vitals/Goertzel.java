package io.facephys.engine.vitals;

/**
 * Fourier transform of samples at chosen frequencies, by Goertzel's recurrence. Each sample goes to
 * all frequencies at once, which Java does with vector instructions.
 */
final class Goertzel {
  private final double[] twiceCosines;
  private double[] last;
  private double[] before;

  /**
   * The transform of samples.
   *
   * @param twiceCosines {@link #twiceCosine} of each frequency
   */
  Goertzel(double[] samples, double[] twiceCosines) {
    this.twiceCosines = twiceCosines;
    last = new double[twiceCosines.length];
    before = new double[twiceCosines.length];
    for (double sample : samples) {
      add(sample);
    }
  }

  private void add(double sample) {
    double[] next = before;
    for (int i = 0; i < next.length; i++) {
      next[i] = sample + twiceCosines[i] * last[i] - next[i];
    }
    before = last;
    last = next;
  }

  /** Twice the cosine of a frequency's angle per sample: all that the recurrence needs of it. */
  static double twiceCosine(double hz, double sampleHz) {
    return 2 * Math.cos(2 * Math.PI * hz / sampleHz);
  }

  /** Power at frequency {@code i}. */
  double power(int i) {
    return product(this, i);
  }

  /** Real part of the product of this and the conjugate of another one at frequency {@code i}. */
  double product(Goertzel other, int i) {
    return last[i] * other.last[i]
        + before[i] * other.before[i]
        - twiceCosines[i] / 2 * (last[i] * other.before[i] + before[i] * other.last[i]);
  }
}
