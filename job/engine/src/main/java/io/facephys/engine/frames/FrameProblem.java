package io.facephys.engine.frames;

import io.facephys.engine.PulseRules;

/**
 * Why the frames of a chunk cannot show a face on camera. The model computes a wave with a rate
 * from such frames, too.
 */
public enum FrameProblem {
  /**
   * Too dark to show a face, as with a covered lens or a lost stream: the mean is below {@link
   * PulseRules#BLACK_BELOW} in at least half of the frames.
   */
  BLACK,

  /**
   * One colour all over, as from a test pattern or an empty buffer: in each channel, the largest
   * value minus the smallest is at most {@link FrameChecks#CONSTANT_SPREAD}, in at least half of
   * the frames.
   */
  CONSTANT,

  /**
   * Values in 0..1 that were cast to bytes without being scaled to 255: no value of the chunk is
   * above 1, and at least one in {@link FrameChecks#UNIT_RANGE_ONE_IN} is a 1.
   */
  UNIT_RANGE,

  /**
   * The same frame again and again: at least half of the chunk, and at least {@link
   * FrameChecks#FROZEN_MIN_FRAMES} frames, are consecutive frames that are equal in every value.
   * Equality is exact because a pulse alone changes values by less than 1, so that only some of
   * them differ from frame to frame, and only few if there is little noise.
   */
  FROZEN
}
