package io.facephys.engine.vitals;

import io.facephys.engine.signal.EvenGrid;
import io.facephys.engine.signal.PulseBand;
import io.facephys.engine.signal.PulseRate;
import java.util.stream.IntStream;

/** Spectrum of a window of wave: mean removed, Hann window, bins of 0.44 bpm. */
final class Spectrum {
  private static final double BIN_HZ = EvenGrid.HZ / 4096;
  private static final int FIRST = (int) Math.floor(PulseBand.MIN_HZ / BIN_HZ);
  private static final int LAST = (int) Math.ceil(PulseBand.MAX_HZ / BIN_HZ);
  private static final double[] BAND =
      IntStream.rangeClosed(FIRST, LAST).mapToDouble(Spectrum::twiceCosine).toArray();
  private static final double HALF_WIDTH_HZ = 0.15; // of a peak: a Hann window of 10 s has 0.2

  private final Goertzel transform;

  /** In the pulse band. */
  Spectrum(double[] even) {
    transform = new Goertzel(EvenGrid.weighted(even), BAND);
  }

  /** Amplitude of a wave in phase with another one at a frequency, over the other's. */
  static double inPhase(double[] wave, double[] other, double hz) {
    double[] bin = {twiceCosine(bin(hz))};
    Goertzel transform = new Goertzel(EvenGrid.weighted(other), bin);
    return new Goertzel(EvenGrid.weighted(wave), bin).product(transform, 0)
        / Math.max(Double.MIN_NORMAL, transform.power(0));
  }

  /**
   * Frequency of the highest peak between {@link PulseRate#MIN_BPM} and {@link PulseRate#MAX_BPM},
   * interpolated between bins; NaN if there is none.
   */
  double peakHz() {
    int peak = -1;
    int last = (int) (PulseRate.MAX_BPM / 60 / BIN_HZ);
    for (int i = (int) Math.ceil(PulseRate.MIN_BPM / 60 / BIN_HZ); i <= last; i++) {
      boolean top = power(i) > power(i - 1) && power(i) >= power(i + 1);
      peak = top && (peak < 0 || power(i) > power(peak)) ? i : peak;
    }
    if (peak < 0) {
      return Double.NaN;
    }
    double left = Math.log(power(peak - 1));
    double right = Math.log(power(peak + 1));
    return BIN_HZ * (peak + PulseRate.vertex(left, Math.log(power(peak)), right));
  }

  /** Share of the power in the pulse band that lies at a frequency and its double, 0 to 1. */
  double share(double hz) {
    double near = 0;
    double all = 0;
    for (int i = FIRST + 1; i < LAST; i++) {
      all += power(i);
      near += isNear(i, hz) ? power(i) : 0;
    }
    return all == 0 ? 0 : near / all;
  }

  /** Power at a frequency, over the mean power of the band away from it and its double. */
  double prominence(double hz) {
    double rest = 0;
    int bins = 0;
    for (int i = FIRST + 1; i < LAST; i++) {
      if (!isNear(i, hz)) {
        rest += power(i);
        bins++;
      }
    }
    return power(bin(hz)) / Math.max(Double.MIN_NORMAL, rest / bins);
  }

  private static boolean isNear(int bin, double hz) {
    return Math.abs(bin * BIN_HZ - hz) <= HALF_WIDTH_HZ
        || Math.abs(bin * BIN_HZ - 2 * hz) <= HALF_WIDTH_HZ;
  }

  private static int bin(double hz) {
    return (int) Math.round(hz / BIN_HZ);
  }

  private double power(int bin) {
    return transform.power(bin - FIRST);
  }

  private static double twiceCosine(int bin) {
    return Goertzel.twiceCosine(bin * BIN_HZ, EvenGrid.HZ);
  }
}
