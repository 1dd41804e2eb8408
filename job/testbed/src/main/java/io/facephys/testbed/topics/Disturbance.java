package io.facephys.testbed.topics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Disturbs chunks on their way, as bad networks and faulty programs do: some are lost, sent twice
 * or sent after the next one, and garbage is sent among them. Threads may share it.
 */
public final class Disturbance {
  // Shares of the chunks.
  private static final double LOST = 0.03;
  private static final double TWICE = 0.1;
  private static final double AFTER_THE_NEXT = 0.1;
  private static final double GARBAGE = 0.05;
  private static final int MAX_GARBAGE_BYTES = 200;

  /** How many chunks were lost, sent twice and sent after the next one, and records of garbage. */
  public record Counts(long lost, long repeated, long reordered, long garbage) {}

  private final boolean active;
  private final SplittableRandom random;
  private final Map<String, byte[]> heldBack = new HashMap<>(); // by subject
  private Counts counts = new Counts(0, 0, 0, 0);

  private Disturbance(boolean active, long seed) {
    this.active = active;
    this.random = new SplittableRandom(seed);
  }

  /** A disturbance that changes nothing. */
  public static Disturbance none() {
    return new Disturbance(false, 0);
  }

  /** A random disturbance; the same seed and the same chunks give the same result. */
  public static Disturbance seeded(long seed) {
    return new Disturbance(true, seed);
  }

  /** The counts so far. */
  public synchronized Counts counts() {
    return counts;
  }

  /** The messages to send now in place of {@code message}. */
  synchronized List<byte[]> of(String subjectId, byte[] message) {
    List<byte[]> values = new ArrayList<>();
    byte[] before = heldBack.remove(subjectId);
    double fate = active ? random.nextDouble() : 1;
    if (fate < LOST) {
      count(1, 0, 0, 0);
    } else if (fate < LOST + AFTER_THE_NEXT && before == null) {
      heldBack.put(subjectId, message);
      count(0, 0, 1, 0);
    } else {
      values.add(message);
    }
    if (before != null) {
      values.add(before);
    }
    if (active && !values.isEmpty() && random.nextDouble() < TWICE) {
      values.add(values.get(0));
      count(0, 1, 0, 0);
    }
    if (active && random.nextDouble() < GARBAGE) {
      byte[] garbage = new byte[random.nextInt(MAX_GARBAGE_BYTES)];
      random.nextBytes(garbage);
      values.add(garbage);
      count(0, 0, 0, 1);
    }
    return values;
  }

  /** The messages that are still held back, by subject. */
  synchronized Map<String, byte[]> release() {
    Map<String, byte[]> released = new HashMap<>(heldBack);
    heldBack.clear();
    return released;
  }

  private void count(int lost, int repeated, int reordered, int garbage) {
    counts =
        new Counts(
            counts.lost + lost,
            counts.repeated + repeated,
            counts.reordered + reordered,
            counts.garbage + garbage);
  }
}
