package io.facephys.measure.peers;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A runtime that computes the wave of a clip, in one thread; the caller closes it. */
public interface Peer extends AutoCloseable {
  /** How long each peer runs before it is measured. */
  Duration WARM_UP = Duration.ofSeconds(10);

  /** Its name in the table. */
  String name();

  /** The wave of the whole clip from the initial state on, one sample a frame. */
  float[] run(BenchClip clip);

  /** Runs until Java has compiled what it will compile, which takes 3,000 frames or more. */
  default void warmUp(BenchClip clip) {
    long end = System.nanoTime() + WARM_UP.toNanos();
    while (System.nanoTime() < end) {
      run(clip);
    }
  }

  /** File beside the clip that holds the reference wave of this peer's weights. */
  @Nullable String reference();

  @Override
  void close();
}
