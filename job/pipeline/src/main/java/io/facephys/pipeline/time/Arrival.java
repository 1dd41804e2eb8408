package io.facephys.pipeline.time;

import java.util.List;

/**
 * What follows from the arrival of a chunk.
 *
 * @param verdict what becomes of the chunk that arrived
 * @param ready sequences of the chunks to process now, in this order; the chunk that arrived is
 *     among them if its verdict says so, the others have waited
 * @param clock the camera's clock afterwards
 */
public record Arrival(Verdict verdict, List<Long> ready, CameraClock clock) {
  /** What becomes of a chunk that arrived. */
  public enum Verdict {
    /** It is processed now. */
    READY,
    /** It is processed now, as the first of a new numbering: its number is old, its frames new. */
    RENUMBERED,
    /** It waits: one before it is missing and may still arrive. */
    WAITS,
    /** It arrived before. */
    DUPLICATE,
    /** It was skipped, and later frames have been processed. */
    LATE
  }
}
