package io.facephys.engine;

/** What {@link FrameChecks} finds wrong with the pictures of a chunk. */
public enum FrameProblem {
  /** Too dark to show a face, as behind a cap or in a lost stream. */
  BLACK,

  /** One colour all over, as from a test pattern or an empty buffer. */
  CONSTANT,

  /** Nothing but 0 and 1: pictures of 0..1 that were cast to bytes without being scaled to 255. */
  UNIT_RANGE,

  /** The same picture again and again. */
  FROZEN
}
