package io.facephys.pipeline.time;

/** What is to be done with a chunk that has come. */
public enum Turn {
  /** Its turn has come. */
  NOW,
  /** An earlier one is missing and may still come. */
  WAITS,
  /** It was there before. */
  DUPLICATE,
  /** Its turn was given up, and frames after it have been taken in. */
  LATE,
  /** Its number was there before but its frames are new: the producer numbers anew. */
  RENUMBERED;

  /**
   * The turn of a chunk.
   *
   * @param clock of its camera
   * @param sequence its number
   * @param newestMicros capture time of its newest frame
   */
  public static Turn of(CameraClock clock, long sequence, long newestMicros) {
    if (clock.isWaiting(sequence)) {
      return DUPLICATE;
    }
    if (clock.nextSequence() == CameraClock.ANY || sequence == clock.nextSequence()) {
      return NOW;
    }
    if (sequence > clock.nextSequence()) {
      return WAITS;
    }
    // A chunk that is late or repeated cannot have frames newer than those after it.
    if (newestMicros > clock.lastCaptureMicros()) {
      return RENUMBERED;
    }
    return clock.wasGivenUp(sequence) ? LATE : DUPLICATE;
  }
}
