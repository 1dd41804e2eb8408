package io.facephys.engine.vitals;

/**
 * An interval that holds the true rate in 90 of 100 rows.
 *
 * @param lowBpm lower end, beats a minute
 * @param highBpm upper end, beats a minute
 */
public record RateInterval(double lowBpm, double highBpm) {
  // Fitted to painted clips in all conditions, for a whole window; weights/README.md has the
  // coverage
  // on others.
  private static final double MIN_HALF_WIDTH = 0.0028; // of the rate's logarithm, without noise
  private static final double WIDTH_PER_NOISE = 0.02; // what noise as strong as the signal adds
  private static final double MIN_SPECTRAL_QUALITY = 0.05; // keeps the interval finite

  /** The interval around a rate, from the window's length and the spectral quality. */
  static RateInterval around(double bpm, double windowSeconds, double spectralQuality) {
    double noise = (1 - spectralQuality) / Math.max(MIN_SPECTRAL_QUALITY, spectralQuality);
    double halfWidth = (MIN_HALF_WIDTH + WIDTH_PER_NOISE * noise) * Window.SECONDS / windowSeconds;
    return new RateInterval(bpm * Math.exp(-halfWidth), bpm * Math.exp(halfWidth));
  }
}
