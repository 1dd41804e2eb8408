package io.facephys.pipeline.time;

import io.facephys.engine.PulseRules;

/**
 * Where the frames of one camera stand. A segment is a stretch of wave computed without a restart
 * of the model.
 *
 * @param lastCaptureMicros capture time of the last frame used, microseconds since the epoch;
 *     {@value #NONE} before the first
 * @param segment number of the segment; {@value #NONE} before the first
 * @param segmentStartMicros capture time of the segment's first frame; {@value #NONE} before it
 * @param segmentFrames how many frames the segment has
 */
public record FrameClock(
    long lastCaptureMicros, long segment, long segmentStartMicros, long segmentFrames) {
  /** No frame was used yet. */
  public static final long NONE = -1;

  /** The clock of a camera without frames. */
  public static final FrameClock START = new FrameClock(NONE, NONE, NONE, 0);

  /** Whether a frame was ever used. */
  public boolean hasFrames() {
    return lastCaptureMicros != NONE;
  }

  /** The clock at the start of the next segment, before its first frame. */
  public FrameClock startingSegment(long firstMicros) {
    // The first number is a time, so that no later state of the camera has it again.
    long next = segment == NONE ? firstMicros / PulseRules.MICROS_PER_SECOND : segment + 1;
    return new FrameClock(lastCaptureMicros, next, firstMicros, 0);
  }

  /** The clock after frames with these capture times, strictly rising. */
  public FrameClock after(long[] timesMicros) {
    return new FrameClock(
        timesMicros[timesMicros.length - 1],
        segment,
        segmentStartMicros,
        segmentFrames + timesMicros.length);
  }
}
