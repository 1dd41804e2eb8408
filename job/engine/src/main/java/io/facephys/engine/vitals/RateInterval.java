package io.facephys.engine.vitals;

/**
 * An interval that holds the true rate in 90 of 100 rows.
 *
 * @param lowBpm lower end, beats a minute
 * @param highBpm upper end, beats a minute
 */
public record RateInterval(double lowBpm, double highBpm) {
  // Fitted to painted clips and the recordings of people, for a whole window; weights/README.md has
  // the coverage on others.
  private static final double MIN_HALF_WIDTH = 0.006; // of the rate's logarithm, without noise
  private static final double WIDTH_PER_NOISE = 0.02; // what noise as strong as the signal adds
  private static final double MIN_SPECTRAL_QUALITY = 0.05; // keeps the interval finite

  /**
   * The interval around a rate: the wider, the shorter the wave, the stronger its noise, and the
   * less the colours change with it as blood changes them.
   */
  static RateInterval around(double bpm, PulseEvidence evidence) {
    WaveShape wave = evidence.wave();
    double noise = (1 - wave.spectral()) / Math.max(MIN_SPECTRAL_QUALITY, wave.spectral());
    double halfWidth =
        (MIN_HALF_WIDTH + WIDTH_PER_NOISE * noise)
            * (Window.SECONDS / wave.seconds())
            / Math.max(PulseEvidence.MIN_MATCH, evidence.match().blood());
    return new RateInterval(bpm * Math.exp(-halfWidth), bpm * Math.exp(halfWidth));
  }
}
