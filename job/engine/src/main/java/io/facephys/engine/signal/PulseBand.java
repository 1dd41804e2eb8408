package io.facephys.engine.signal;

import uk.me.berndporr.iirj.Butterworth;

/**
 * What a wave holds in the band of pulse rates: freed of its {@link SmoothTrend}, then through a
 * Butterworth band-pass of order 1 from {@value #LOWEST_HZ} to {@value #HIGHEST_HZ} Hz, forth and
 * back so that nothing is delayed.
 *
 * <p>These are the steps and the numbers of {@code calculate_metric_per_video} in
 * evaluation/post_process.py of rPPG-Toolbox, and the edges are those of SciPy's {@code filtfilt}.
 */
public final class PulseBand {
  /** Lower edge, 36 beats a minute. */
  public static final double LOWEST_HZ = 0.6;

  /** Upper edge, 198 beats a minute. */
  public static final double HIGHEST_HZ = 3.3;

  /** Samples that a wave must have more than. */
  static final int EDGE = 9;

  private static final int ORDER = 1;
  private static final int RUN_IN = 300; // 10 s, after which the filter has forgotten its start

  private PulseBand() {}

  /**
   * The wave in the band.
   *
   * @param even samples of an {@link EvenGrid}
   */
  public static double[] of(double[] even) {
    if (even.length <= EDGE) {
      throw new IllegalArgumentException(
          "%d samples; more than %d are needed".formatted(even.length, EDGE));
    }
    double[] extended = withMirroredEnds(SmoothTrend.removed(even));
    double[] filtered = reversed(filtered(reversed(filtered(extended))));
    double[] band = new double[even.length];
    System.arraycopy(filtered, EDGE, band, 0, band.length);
    return band;
  }

  /** The ends go on as the wave turned by half a turn about its first and last sample. */
  private static double[] withMirroredEnds(double[] wave) {
    int last = wave.length - 1;
    double[] extended = new double[wave.length + 2 * EDGE];
    System.arraycopy(wave, 0, extended, EDGE, wave.length);
    for (int i = 1; i <= EDGE; i++) {
      extended[EDGE - i] = 2 * wave[0] - wave[i];
      extended[EDGE + last + i] = 2 * wave[last] - wave[last - i];
    }
    return extended;
  }

  private static double[] filtered(double[] wave) {
    Butterworth filter = new Butterworth();
    double centre = (LOWEST_HZ + HIGHEST_HZ) / 2;
    filter.bandPass(ORDER, EvenGrid.HZ, centre, HIGHEST_HZ - LOWEST_HZ);
    for (int i = 0; i < RUN_IN; i++) {
      filter.filter(wave[0]); // as if it had always been there
    }
    double[] filtered = new double[wave.length];
    for (int i = 0; i < wave.length; i++) {
      filtered[i] = filter.filter(wave[i]);
    }
    return filtered;
  }

  private static double[] reversed(double[] wave) {
    double[] reversed = new double[wave.length];
    for (int i = 0; i < wave.length; i++) {
      reversed[i] = wave[wave.length - 1 - i];
    }
    return reversed;
  }
}
