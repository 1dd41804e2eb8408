package io.facephys.engine.frames;

import static io.facephys.engine.Frames.CHANNELS;

import io.facephys.engine.PulseRules;

/**
 * The middle of face crops, where there is skin: its colour, and how much of it is too bright.
 *
 * @param red mean of the red values, 0..255
 * @param green mean of the green values, 0..255
 * @param blue mean of the blue values, 0..255
 * @param clipped share of the values that are {@link PulseRules#CLIPPED_FROM} or more
 */
public record FaceMiddle(double red, double green, double blue, double clipped) {
  /** With a larger share of clipped values the pulse suffers. */
  static final double MAX_CLIPPED = 0.05;

  /**
   * Skin reflects more red than blue: painted skin, from light to dark, 1.6 to 2 times as much. The
   * twentieth above 1 is for noise on grey.
   */
  static final double MIN_BLUE_OVER_RED = 1.05;

  /** Whether so much is clipped that the pulse suffers. */
  public boolean isClipped() {
    return clipped > MAX_CLIPPED;
  }

  /** Whether there is more blue than red, as where blue was sent first. */
  public boolean isBlueFirst() {
    return blue > MIN_BLUE_OVER_RED * red;
  }

  /** How bright it is, 0..255. */
  public double brightness() {
    return (red + green + blue) / CHANNELS;
  }
}
