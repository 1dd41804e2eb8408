package io.facephys.engine.vitals;

/**
 * Whether a wave is a pulse. Either the frames' colours show it, or motion hides it in them and the
 * wave shows it.
 *
 * <p>Where the colours change as blood changes them, three signs multiply, as the odds of
 * independent signs do: how far the colours' peak at the wave's rate stands out, the wave's own
 * signal to noise, and how steady its beats are. So a weak pulse needs a steady rhythm, and an
 * irregular heart clear colours. Rhythm as a sign is from Orphanidou et al., Signal-Quality Indices
 * for the Electrocardiogram and Photoplethysmogram, 2015; the product is this project's own.
 *
 * <p>When a head turns, what comes into view changes the colours far more than blood does. Then
 * they say little. A wave that leans to blood's colours, follows no other, and is clean and steady,
 * comes from what the model sees and a mean cannot.
 *
 * @param colours of the frames at the wave's rate
 * @param match of the wave and the colours, sample by sample
 * @param wave what the wave alone shows
 */
record PulseEvidence(ColourPulse colours, ColourMatch match, WaveShape wave) {
  // Chosen on some painted clips and the recordings of people; weights/README.md has what they give
  // on others.
  private static final double MIN_STRENGTH = 300;
  static final double MIN_MATCH = 0.35;
  private static final double MIN_BLOOD_SHARE = 0.7; // of the best match
  private static final double MIN_MATCH_IN_MOTION = 0.2;
  private static final double MAX_MATCH_OF_MOTION = 0.55;

  /** Whether there is a pulse. */
  boolean isPulse() {
    return showsInColours() || showsInWaveAlone();
  }

  /** Whether the colours change as blood changes them, and with the wave. */
  private boolean showsInColours() {
    return colours.isOfBlood()
        && match.blood() >= Math.max(MIN_MATCH, MIN_BLOOD_SHARE * match.any())
        && colours.prominence() * wave.odds() / wave.unsteadinessOfAHeart() >= MIN_STRENGTH;
  }

  private boolean showsInWaveAlone() {
    return match.blood() >= MIN_MATCH_IN_MOTION
        && match.any() < MAX_MATCH_OF_MOTION
        && !colours.isOfOther()
        && wave.isCleanAndSteady();
  }
}
