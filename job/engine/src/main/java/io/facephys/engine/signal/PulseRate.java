package io.facephys.engine.signal;

import java.util.Arrays;
import java.util.OptionalDouble;
import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;

/**
 * Pulse rate of a wave: the highest peak of its spectrum between {@value #MIN_BPM} and {@value
 * #MAX_BPM} beats per minute.
 *
 * <p>The wave is resampled to an even grid of 30 Hz, its mean is removed, and it is weighted with a
 * Hann window and padded with zeros to bins of about 0.2 bpm. The peak is interpolated with a
 * parabola through three bins.
 */
public final class PulseRate {
  /** The lowest rate that is found, beats per minute. */
  public static final double MIN_BPM = 40;

  /** The highest rate that is found, beats per minute. */
  public static final double MAX_BPM = 180;

  /** The shortest wave that has a rate, seconds. */
  public static final double MIN_SECONDS = 4;

  private static final int TRANSFORM_SIZE = 8192;
  private static final double BIN_BPM = 60 * EvenGrid.HZ / TRANSFORM_SIZE;

  private PulseRate() {}

  /**
   * The rate in beats per minute.
   *
   * @param seconds time of each sample, strictly rising; at most the last {@code 8192 / 30} s are
   *     used
   * @param wave one sample per time
   * @return empty if the wave is shorter than {@value #MIN_SECONDS} s or constant
   * @throws org.apache.commons.math3.exception.NonMonotonicSequenceException if the times do not
   *     rise
   */
  public static OptionalDouble beatsPerMinute(double[] seconds, double[] wave) {
    if (seconds.length < 3 || seconds[seconds.length - 1] - seconds[0] < MIN_SECONDS) {
      return OptionalDouble.empty();
    }
    if (StatUtils.min(wave) == StatUtils.max(wave)) {
      return OptionalDouble.empty(); // its spectrum is only rounding error
    }
    double[] even = EvenGrid.of(seconds, wave);
    Complex[] spectrum =
        new FastFourierTransformer(DftNormalization.STANDARD)
            .transform(
                Arrays.copyOf(EvenGrid.weighted(last(even)), TRANSFORM_SIZE),
                TransformType.FORWARD);
    int peak = -1;
    for (int i = (int) Math.ceil(MIN_BPM / BIN_BPM); i <= MAX_BPM / BIN_BPM; i++) {
      double height = spectrum[i].abs();
      boolean top = height > spectrum[i - 1].abs() && height >= spectrum[i + 1].abs();
      peak = top && (peak < 0 || height > spectrum[peak].abs()) ? i : peak;
    }
    return peak < 0
        ? OptionalDouble.empty() // the band has no peak, only the slope of one outside it
        : OptionalDouble.of(
            BIN_BPM
                * (peak
                    + vertex(
                        spectrum[peak - 1].abs(), spectrum[peak].abs(), spectrum[peak + 1].abs())));
  }

  private static double[] last(double[] even) {
    return Arrays.copyOfRange(even, Math.max(0, even.length - TRANSFORM_SIZE), even.length);
  }

  /**
   * Distance from a peak, -0.5 to 0.5 bins, to the vertex of the parabola through it and its
   * neighbours.
   */
  public static double vertex(double left, double peak, double right) {
    double curvature = left - 2 * peak + right;
    return curvature < 0 ? Math.max(-0.5, Math.min(0.5, 0.5 * (left - right) / curvature)) : 0;
  }
}
