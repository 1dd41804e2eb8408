package io.facephys.engine.vitals;

/**
 * Whether a wave is a pulse: the product of how far the colours' peak at its rate stands out, of
 * the wave's own signal to noise, and of how steady its beats are.
 *
 * <p>A model also makes a wave of motion, and motion can change the colours as blood does, but
 * seldom at one frequency, and hardly ever in a rhythm. The signs multiply, as the odds of
 * independent signs do: a weak pulse needs a steady rhythm, and an irregular heart clear colours.
 * Rhythm as a sign is from Orphanidou et al., Signal-Quality Indices for the Electrocardiogram and
 * Photoplethysmogram, 2015; the product is this project's own.
 *
 * @param colours of the frames at the wave's rate
 * @param spectral share of the wave's power at the rate and its double
 * @param unsteadiness of the beats, see {@link Variability#unsteadiness}
 */
record PulseEvidence(ColourPulse colours, double spectral, double unsteadiness) {
  // Chosen on painted clips; weights/README.md has what they give on others.
  private static final double MIN_STRENGTH = 500;
  private static final double MIN_UNSTEADINESS = 0.02; // no heart is steadier

  boolean isPulse() {
    return colours.isOfBlood() && strength() >= MIN_STRENGTH;
  }

  private double strength() {
    return colours.prominence()
        * (spectral / (1 - spectral))
        / Math.max(MIN_UNSTEADINESS, unsteadiness);
  }
}
