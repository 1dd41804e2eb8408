package io.facephys.engine.frames;

/** A problem that {@link FrameChecks} finds in a chunk's frames. */
public enum FrameProblem {
  /** Too dark to show a face, as with a covered lens or a lost stream. */
  BLACK,

  /** One colour all over, as from a test pattern or an empty buffer. */
  CONSTANT,

  /** Only 0 and 1: values in 0..1 that were cast to bytes without being scaled to 255. */
  UNIT_RANGE,

  /** The same frame again and again. */
  FROZEN
}
