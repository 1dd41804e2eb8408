package io.facephys.engine.vitals;

/**
 * An interval that holds the true rate in 90 of 100 rows.
 *
 * @param lowBpm lower end, beats a minute
 * @param highBpm upper end
 */
public record RateInterval(double lowBpm, double highBpm) {
  // Chosen on painted clips; weights/README.md has the coverage on others.
  private static final double LEAST_HALF_WIDTH = 0.0028;
  private static final double SLOPE = 0.02;

  /** The interval around a rate, from the window's length and the spectral quality. */
  static RateInterval around(double bpm, double windowSeconds, double spectralQuality) {
    double noise = (1 - spectralQuality) / Math.max(0.05, spectralQuality);
    double share = (LEAST_HALF_WIDTH + SLOPE * noise) * 10 / windowSeconds;
    return new RateInterval(bpm * Math.exp(-share), bpm * Math.exp(share));
  }
}
