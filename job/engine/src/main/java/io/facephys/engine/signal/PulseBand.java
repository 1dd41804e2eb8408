package io.facephys.engine.signal;

import java.util.Arrays;
import uk.me.berndporr.iirj.Butterworth;

/**
 * The part of a wave in the band of pulse rates: the {@link SmoothTrend} is removed, then a
 * Butterworth band-pass of order 1 from {@value #MIN_HZ} to {@value #MAX_HZ} Hz is applied forwards
 * and backwards, so that nothing is delayed.
 *
 * <p>Steps and numbers are those of {@code calculate_metric_per_video} in
 * evaluation/post_process.py of rPPG-Toolbox; the ends are extended as in SciPy's {@code filtfilt}.
 */
public final class PulseBand {
  /** Lower edge, 36 beats per minute. */
  public static final double MIN_HZ = 0.6;

  /** Upper edge, 198 beats per minute. */
  public static final double MAX_HZ = 3.3;

  /** By how many samples each end is extended; a wave must have more of them. */
  static final int EDGE = 9;

  private static final int ORDER = 1;

  private PulseBand() {}

  /**
   * Filters a wave.
   *
   * @param even samples of an {@link EvenGrid}
   */
  public static double[] of(double[] even) {
    if (even.length <= EDGE) {
      throw new IllegalArgumentException(
          "%d samples; more than %d are needed".formatted(even.length, EDGE));
    }
    double[] wave = withMirroredEnds(SmoothTrend.removed(even));
    filter(wave);
    return Arrays.copyOfRange(wave, EDGE, EDGE + even.length);
  }

  /** The wave, extended at each end by its point reflection about the first or last sample. */
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

  /** Forwards and backwards, each time as if the wave had always had its first value. */
  private static void filter(double[] wave) {
    Butterworth filter = new Butterworth();
    double centre = (MIN_HZ + MAX_HZ) / 2;
    filter.bandPass(ORDER, EvenGrid.HZ, centre, MAX_HZ - MIN_HZ);
    double first = wave[0];
    for (int i = 0; i < wave.length; i++) {
      wave[i] = filter.filter(wave[i] - first);
    }
    filter.reset();
    double last = wave[wave.length - 1];
    for (int i = wave.length - 1; i >= 0; i--) {
      wave[i] = filter.filter(wave[i] - last);
    }
  }
}
