package io.facephys.engine.vitals;

import io.facephys.engine.signal.EvenGrid;
import io.facephys.engine.signal.PulseBand;
import io.facephys.engine.signal.WaveCorrelation;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * How much of a wave the frames' mean colours explain, sample by sample. Both are filtered to the
 * {@link PulseBand} and may be shifted a little, since a model's wave can lead the blood or follow
 * it.
 *
 * @param blood highest correlation with red minus green, -1 to 1: the more blood, the darker is the
 *     skin, and more so in green
 * @param any largest correlation, of either sign, with a channel or with red minus green, 0 to 1
 */
record ColourMatch(double blood, double any) {
  private static final int BLOOD_LAG = (int) (EvenGrid.HZ / 6);
  private static final int ANY_LAG = (int) (EvenGrid.HZ / 2);

  /**
   * Compares a wave with mean colours, all on one {@link EvenGrid}.
   *
   * @param colours means of R, G and B
   */
  static ColourMatch of(double[] wave, double[][] colours) {
    double[] band = PulseBand.of(wave);
    double[][] changes = Arrays.stream(colours).map(ColourPulse::relative).toArray(double[][]::new);
    double[] redLessGreen = new double[band.length];
    Arrays.setAll(redLessGreen, i -> changes[0][i] - changes[1][i]);
    double any =
        Stream.concat(Arrays.stream(changes), Stream.of(redLessGreen))
            .mapToDouble(change -> WaveCorrelation.strongest(band, change, ANY_LAG))
            .max()
            .orElseThrow();
    return new ColourMatch(WaveCorrelation.best(band, redLessGreen, BLOOD_LAG).r(), any);
  }
}
