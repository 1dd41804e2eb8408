package io.facephys.engine.signal;

import io.facephys.engine.Internal;

/** Values of a wave between its samples, on the straight lines that join them. */
@Internal
public final class Interpolation {
  private Interpolation() {}

  /**
   * The wave at other times.
   *
   * @param seconds time of each sample, strictly rising; at least two
   * @param at rising, between the first and the last of {@code seconds}
   */
  public static double[] of(double[] seconds, double[] samples, double[] at) {
    double[] values = new double[at.length];
    int next = 1;
    for (int i = 0; i < at.length; i++) {
      while (next < seconds.length - 1 && seconds[next] <= at[i]) {
        next++;
      }
      double slope = (samples[next] - samples[next - 1]) / (seconds[next] - seconds[next - 1]);
      values[i] = samples[next - 1] + slope * (at[i] - seconds[next - 1]);
    }
    return values;
  }
}
