package io.facephys.engine.vitals;

import io.facephys.engine.signal.EvenGrid;
import io.facephys.engine.signal.PulseBand;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Whether the frames' mean colours change as blood changes them, at the rate of the wave.
 *
 * <p>The wave cannot tell: a model may give one with a rate for a wall or for light that flickers.
 * Blood absorbs green most and red least, noise is no clear peak in the spectrum, and light that
 * flickers changes all colours alike. The spectrum is that of the mixture of R, G and B that keeps
 * blood's change and least else: de Haan and van Leest, Improved Motion Robustness of Remote-PPG by
 * Using the Blood Volume Pulse Signature, 2014.
 *
 * @param prominence of the rate in the spectrum of that mixture: power over the mean of the band
 * @param chroma share of green's change that red does not have, in phase with green: about 0.6 for
 *     blood, 0 for grey light, above 1 where red changes against green, as when a face moves
 */
public record ColourPulse(double prominence, double chroma) {
  // Chosen on painted clips; weights/README.md has the false rates on others.
  private static final double MIN_PROMINENCE = 8;
  private static final double MIN_CHROMA = 0.25;
  private static final double MAX_CHROMA = 1; // blood never makes red lighter and green darker
  private static final double[] BLOOD = {0.33, 0.77, 0.53}; // R, G and B, from the paper

  /** A pixel of 1,296 that differs by one of 255 levels changes a mean by more, 7e-6 of it. */
  private static final double MIN_CHANGE = 1e-6;

  /** Share of all power that is added to each channel's, so that other skins may differ. */
  private static final double LOAD = 0.03;

  /**
   * Measures the mean colours of frames. Where green does not change there is no pulse.
   *
   * @param red means of red on an {@link EvenGrid}, in any unit
   * @param green means of green, in the same way
   * @param blue means of blue, in the same way
   * @param hz pulse rate of the wave
   */
  public static ColourPulse of(double[] red, double[] green, double[] blue, double hz) {
    RealMatrix changes =
        MatrixUtils.createRealMatrix(
            new double[][] {relative(red), relative(green), relative(blue)});
    if (swing(green) < MIN_CHANGE) {
      return new ColourPulse(0, 0);
    }
    double chroma = 1 - Spectrum.inPhase(changes.getRow(0), changes.getRow(1), hz);
    return new ColourPulse(new Spectrum(ofBlood(changes)).prominence(hz), chroma);
  }

  /** Mixture of the channels with the least power beside blood's change. */
  private static double[] ofBlood(RealMatrix changes) {
    RealMatrix power = changes.multiply(changes.transpose());
    double all = Math.max(Double.MIN_NORMAL, power.getTrace());
    RealMatrix loaded =
        power
            .scalarMultiply(1 / all)
            .add(MatrixUtils.createRealIdentityMatrix(3).scalarMultiply(LOAD));
    return changes
        .preMultiply(new LUDecomposition(loaded).getSolver().solve(new ArrayRealVector(BLOOD)))
        .toArray();
  }

  /** Whether colours alone, without the beats of a wave, show a pulse. */
  public boolean isPulse() {
    return prominence >= MIN_PROMINENCE && isOfBlood();
  }

  /**
   * Whether colours alone show a change at the rate that is not of blood, such as that of light.
   */
  boolean isOfOther() {
    return prominence >= MIN_PROMINENCE && !isOfBlood();
  }

  /** Whether red and green change together, and green more, as blood changes them. */
  boolean isOfBlood() {
    return chroma >= MIN_CHROMA && chroma <= MAX_CHROMA;
  }

  /** Standard deviation of a channel's change in the band of the pulse, a share of its mean. */
  static double swing(double[] channel) {
    return Math.sqrt(StatUtils.populationVariance(relative(channel)));
  }

  /** A channel's changes in the band of pulse rates, relative to its mean. */
  static double[] relative(double[] channel) {
    double mean = StatUtils.mean(channel);
    double[] relative = channel.clone();
    for (int i = 0; i < relative.length; i++) {
      relative[i] = mean == 0 ? 0 : relative[i] / mean - 1;
    }
    return PulseBand.of(relative);
  }
}
