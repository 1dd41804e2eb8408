package io.facephys.engine.vitals;

/**
 * How clean and steady the wave of a window is.
 *
 * @param seconds length of the wave
 * @param spectral share of its power at the rate and its double
 * @param template mean correlation of the beats with their mean shape; NaN with too few beats
 * @param unsteadiness of the beats, see {@link Variability#unsteadiness}; NaN with too few
 */
record WaveShape(double seconds, double spectral, double template, double unsteadiness) {
  // Chosen as those of PulseEvidence.
  private static final double MIN_SPECTRAL = 0.4;
  private static final double MIN_TEMPLATE = 0.94;
  private static final double MAX_UNSTEADINESS = 0.1;
  private static final double STEADIEST_HEART = 0.02;
  private static final double UNKNOWN = 0.1; // as if few beats were rather unsteady

  /** The power at the rate and its double over the rest. */
  double odds() {
    return spectral / (1 - spectral);
  }

  /** The unsteadiness, not below that of any heart. */
  double unsteadinessOfAHeart() {
    return Double.isNaN(unsteadiness) ? UNKNOWN : Math.max(STEADIEST_HEART, unsteadiness);
  }

  /** Whether a whole window shows hardly anything but like beats at even intervals. */
  boolean isCleanAndSteady() {
    return seconds >= Window.SECONDS - Window.MAX_EDGE_SECONDS
        && spectral >= MIN_SPECTRAL
        && template >= MIN_TEMPLATE
        && unsteadiness <= MAX_UNSTEADINESS;
  }
}
