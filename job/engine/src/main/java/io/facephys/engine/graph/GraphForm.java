package io.facephys.engine.graph;

/** What a graph takes at once, and in which shape. */
public enum GraphForm {
  /** Any number of frames, uint8 [frames, rows, columns, 3], 0..255; the wave is [frames]. */
  BYTE_CHUNK,
  /** Any number of frames, float32 [frames, rows, columns, 3], 0..1; the wave is [frames]. */
  FLOAT_CHUNK,
  /**
   * One frame, float32 [1, 1, rows, columns, 3], 0..1; the wave is [1, 1]. The form of the
   * published model.
   */
  SINGLE_FRAME;

  /** Shape of the pictures; {@code frames} is 1 for a single frame. */
  public long[] framesShape(int frames, int rows, int columns) {
    return this == SINGLE_FRAME
        ? new long[] {1, 1, rows, columns, 3}
        : new long[] {frames, rows, columns, 3};
  }

  /** Shape of the wave. */
  public long[] waveShape(int frames) {
    return this == SINGLE_FRAME ? new long[] {1, 1} : new long[] {frames};
  }
}
