package io.facephys.pipeline.time;

import io.facephys.engine.Internal;

/** What becomes of a chunk that arrived. */
@Internal
public enum Verdict {
  /** It is processed now. */
  READY,
  /** It is processed now, as the first of a new numbering: its number is old, its frames new. */
  RENUMBERED,
  /**
   * It is processed now, as the first of a new numbering and segment: its number and its frames are
   * old, but it was not sent before, so the camera's clock was set back.
   */
  SET_BACK,
  /** It waits: one before it is missing and may still arrive. */
  WAITS,
  /** It arrived before. */
  DUPLICATE,
  /** It was skipped, and later frames have been processed. */
  LATE;

  /** Whether the chunk is processed, now or later. */
  public boolean isTaken() {
    return this != DUPLICATE && this != LATE;
  }

  /** Whether the camera starts a new numbering with the chunk. */
  public boolean startsNumbering() {
    return this == RENUMBERED || this == SET_BACK;
  }
}
