package io.facephys.engine.vitals;

import io.facephys.engine.PulseRules;

/** Why a value is missing. Where several hold, the first of them is given. */
public enum AbsentReason {
  /** The segment is younger than the model's warm-up and the shortest window together. */
  WARMING_UP,
  /** Most of the window shows the same frame again and again. */
  FROZEN,
  /** Most of the window is black. */
  BLACK,
  /** Under 80 % of the window holds usable wave. */
  LOW_COVERAGE,
  /** The unbroken wave or the beats that end now are too few for this value. */
  TOO_SHORT,
  /** The frame rate is below {@link PulseRules#MIN_FRAME_RATE_HZ}. */
  LOW_FRAME_RATE,
  /**
   * No pulse shows, and the colours of the frames change far more than blood changes them: the face
   * moves, or the light changes.
   */
  MOTION,
  /**
   * The wave is there, but the colours of the frames do not change as blood changes them, or too
   * little for so unsteady a wave.
   */
  NO_PULSE,
  /** The wave is too irregular, or its beats are too few or too unlike each other. */
  LOW_QUALITY,
  /** The rates that should be one rate differ. */
  RATES_DISAGREE,
  /** The error of the beats' times is as large as the variation that was measured. */
  BEAT_TIMES_UNCERTAIN,
  /** The rates of the subject's cameras differ by more than their intervals allow. */
  CAMERAS_DISAGREE,
  /** A record of all cameras together has rates only. */
  NOT_COMBINED
}
