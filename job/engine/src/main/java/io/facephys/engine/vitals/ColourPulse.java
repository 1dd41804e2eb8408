package io.facephys.engine.vitals;

import io.facephys.engine.signal.EvenGrid;
import io.facephys.engine.signal.PulseBand;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Whether the frames' mean colours change as blood changes them, at the rate of the wave.
 *
 * <p>The wave cannot tell: a model may give one with a rate for a wall or for light that flickers.
 * Blood absorbs green most and red least (about 0.8 to 0.33), noise is no clear peak in the
 * spectrum of green minus red, and light that flickers changes both alike.
 *
 * @param prominence of the rate in the spectrum of green minus red: power over the mean of the band
 * @param chroma share of green's change that red does not have, in phase with green: about 0.6 for
 *     blood, 0 for grey light, above 1 where red changes against green, as when a face moves
 */
public record ColourPulse(double prominence, double chroma) {
  // Chosen on painted clips; weights/README.md has the false rates on others.
  private static final double LEAST_PROMINENCE = 8;
  private static final double LEAST_CHROMA = 0.25;
  private static final double MOST_CHROMA = 1; // blood never makes red lighter and green darker

  /**
   * Of the mean red and green of frames.
   *
   * @param red on an {@link EvenGrid}, any unit
   * @param green the same
   * @param hz rate of the wave
   */
  public static ColourPulse of(double[] red, double[] green, double hz) {
    double[] relativeGreen = relative(green);
    double[] difference = relative(red);
    for (int i = 0; i < difference.length; i++) {
      difference[i] = relativeGreen[i] - difference[i];
    }
    Spectrum chroma = new Spectrum(difference);
    return new ColourPulse(chroma.prominence(hz), chroma.inPhase(new Spectrum(relativeGreen), hz));
  }

  /** Whether colours alone, without the beats of a wave, show a pulse. */
  public boolean isPulse() {
    return prominence >= LEAST_PROMINENCE && isOfBlood();
  }

  /** Whether red and green change together, and green more, as blood changes them. */
  boolean isOfBlood() {
    return chroma >= LEAST_CHROMA && chroma <= MOST_CHROMA;
  }

  private static double[] relative(double[] channel) {
    double mean = StatUtils.mean(channel);
    double[] relative = channel.clone();
    for (int i = 0; i < relative.length; i++) {
      relative[i] = mean == 0 ? 0 : relative[i] / mean - 1;
    }
    return PulseBand.of(relative);
  }
}
