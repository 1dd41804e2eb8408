package io.facephys.engine.vitals;

import io.facephys.engine.signal.EvenGrid;
import io.facephys.engine.signal.PulseBand;
import io.facephys.engine.signal.PulseRate;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;

/**
 * Spectrum of a window of wave: mean removed, Hann window, padded with zeros to bins of 0.44 bpm.
 */
final class Spectrum {
  private static final int SIZE = 4096;
  private static final double BIN_HZ = EvenGrid.HZ / SIZE;
  private static final double HALF_WIDTH_HZ = 0.15; // of a peak: a Hann window of 10 s has 0.2

  private final double[] real;
  private final double[] imaginary;

  Spectrum(double[] even) {
    double mean = StatUtils.mean(even);
    double[][] parts = new double[2][SIZE];
    for (int i = 0; i < even.length; i++) {
      double hann = 0.5 - 0.5 * Math.cos(2 * Math.PI * i / (even.length - 1));
      parts[0][i] = (even[i] - mean) * hann;
    }
    FastFourierTransformer.transformInPlace(
        parts, DftNormalization.STANDARD, TransformType.FORWARD);
    real = parts[0];
    imaginary = parts[1];
  }

  /**
   * Frequency of the highest peak between {@link PulseRate#LOWEST_BPM} and {@link
   * PulseRate#HIGHEST_BPM}, interpolated between bins; NaN if there is none.
   */
  double peakHz() {
    int peak = -1;
    int last = (int) (PulseRate.HIGHEST_BPM / 60 / BIN_HZ);
    for (int i = (int) Math.ceil(PulseRate.LOWEST_BPM / 60 / BIN_HZ); i <= last; i++) {
      boolean top = power(i) > power(i - 1) && power(i) >= power(i + 1);
      peak = top && (peak < 0 || power(i) > power(peak)) ? i : peak;
    }
    if (peak < 0) {
      return Double.NaN;
    }
    double left = Math.log(power(peak - 1));
    double right = Math.log(power(peak + 1));
    double curvature = left - 2 * Math.log(power(peak)) + right;
    double vertex = curvature < 0 ? 0.5 * (left - right) / curvature : 0;
    return BIN_HZ * (peak + Math.max(-0.5, Math.min(0.5, vertex)));
  }

  /** Share of the power in the pulse band that lies at a frequency and its double, 0 to 1. */
  double share(double hz) {
    double near = 0;
    double all = 0;
    for (int i = (int) Math.ceil(PulseBand.LOWEST_HZ / BIN_HZ);
        i <= PulseBand.HIGHEST_HZ / BIN_HZ;
        i++) {
      all += power(i);
      near += isNear(i, hz) ? power(i) : 0;
    }
    return all == 0 ? 0 : near / all;
  }

  /** Power at a frequency, over the mean power of the band away from it and its double. */
  double prominence(double hz) {
    double rest = 0;
    int bins = 0;
    for (int i = (int) Math.ceil(PulseBand.LOWEST_HZ / BIN_HZ);
        i <= PulseBand.HIGHEST_HZ / BIN_HZ;
        i++) {
      if (!isNear(i, hz)) {
        rest += power(i);
        bins++;
      }
    }
    return power(bin(hz)) / Math.max(Double.MIN_NORMAL, rest / bins);
  }

  /** Amplitude of this spectrum in phase with another one at a frequency, over the other's. */
  double inPhase(Spectrum other, double hz) {
    int i = bin(hz);
    double product = real[i] * other.real[i] + imaginary[i] * other.imaginary[i];
    return product / Math.max(Double.MIN_NORMAL, other.power(i));
  }

  private static boolean isNear(int bin, double hz) {
    return Math.abs(bin * BIN_HZ - hz) <= HALF_WIDTH_HZ
        || Math.abs(bin * BIN_HZ - 2 * hz) <= HALF_WIDTH_HZ;
  }

  private static int bin(double hz) {
    return (int) Math.round(hz / BIN_HZ);
  }

  private double power(int bin) {
    return real[bin] * real[bin] + imaginary[bin] * imaginary[bin];
  }
}
