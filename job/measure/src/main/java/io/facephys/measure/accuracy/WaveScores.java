package io.facephys.measure.accuracy;

import io.facephys.engine.signal.EvenGrid;
import io.facephys.engine.signal.PulseBand;
import io.facephys.engine.signal.PulseSpectrum;
import io.facephys.engine.signal.WaveCorrelation;

/**
 * How close a wave is to the true pulse. Pearson's r is that of the waves as they are; rates, noise
 * and MACC are those of their {@link PulseBand}. All waves are on an {@link EvenGrid}.
 *
 * @param r Pearson's, at zero lag
 * @param rBestLag Pearson's at the best lag, at most {@value #MAX_LAG_SECONDS} s to either side
 * @param lagSeconds how far the wave is behind at the best lag
 * @param macc maximum amplitude of cross-correlation
 */
record WaveScores(
    double r,
    double rBestLag,
    double lagSeconds,
    double trueBpm,
    double measuredBpm,
    double snrDecibels,
    double macc) {
  static final double MAX_LAG_SECONDS = 0.5;

  /** Scores of waves on the grid. */
  static WaveScores of(double[] wave, double[] truth) {
    double[] band = PulseBand.of(wave);
    double[] truthBand = PulseBand.of(truth);
    WaveCorrelation.Lag best =
        WaveCorrelation.best(wave, truth, (int) (MAX_LAG_SECONDS * EvenGrid.HZ));
    return new WaveScores(
        WaveCorrelation.pearson(wave, truth),
        best.r(),
        best.samples() / EvenGrid.HZ,
        PulseSpectrum.beatsPerMinute(truthBand),
        PulseSpectrum.beatsPerMinute(band),
        PulseSpectrum.signalToNoiseDecibels(band, truthBand),
        WaveCorrelation.macc(band, truthBand));
  }

  double errorBpm() {
    return measuredBpm - trueBpm;
  }
}
