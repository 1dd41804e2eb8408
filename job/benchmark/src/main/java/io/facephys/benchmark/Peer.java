package io.facephys.benchmark;

import org.jspecify.annotations.Nullable;

/** Something that makes a wave of a clip, in one thread. */
public interface Peer extends AutoCloseable {
  /** What it is, for a table. */
  String name();

  /** The wave of the whole clip from the initial state on, one sample a frame. */
  float[] run(BenchClip clip);

  /** File beside the clip that holds the reference wave of this peer's weights. */
  @Nullable String reference();

  @Override
  void close();
}
