package io.facephys.pipeline.time;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the numbering of one camera's chunks stands.
 *
 * @param next sequence of the chunk that is processed next
 * @param skipped missing chunks that are no longer waited for, oldest first; at most {@value
 *     #MAX_SKIPPED} ranges
 * @param waiting chunks that wait for a missing one before them, by rising sequence
 */
public record ChunkOrder(long next, List<Skipped> skipped, List<Waiting> waiting) {
  /** Skipped ranges that are remembered; a chunk of an older one counts as a duplicate. */
  static final int MAX_SKIPPED = 16;

  /** The order of a camera that has sent nothing yet. */
  public static final ChunkOrder START = new ChunkOrder(0, List.of(), List.of());

  /** A range of sequences, with both ends. */
  public record Skipped(long first, long last) {
    private boolean contains(long sequence) {
      return first <= sequence && sequence <= last;
    }
  }

  /** A chunk that waits, since the time at which it arrived by the job's clock. */
  public record Waiting(long sequence, long sinceMillis) {}

  boolean isWaiting(long sequence) {
    return waiting.stream().anyMatch(chunk -> chunk.sequence == sequence);
  }

  boolean wasSkipped(long sequence) {
    return skipped.stream().anyMatch(range -> range.contains(sequence));
  }

  /** When the chunk that waits longest arrived; {@link Long#MAX_VALUE} if none waits. */
  long waitingSinceMillis() {
    return waiting.stream().mapToLong(Waiting::sinceMillis).min().orElse(Long.MAX_VALUE);
  }

  /** The lowest sequence that waits; {@link Long#MAX_VALUE} if none waits. */
  long lowestWaiting() {
    return waiting.isEmpty() ? Long.MAX_VALUE : waiting.get(0).sequence;
  }

  ChunkOrder withWaiting(long sequence, long nowMillis) {
    return new ChunkOrder(
        next,
        skipped,
        Stream.concat(waiting.stream(), Stream.of(new Waiting(sequence, nowMillis)))
            .sorted(Comparator.comparingLong(Waiting::sequence))
            .toList());
  }

  /** The order after chunk {@code sequence}, whether it waited or not. */
  ChunkOrder after(long sequence) {
    return new ChunkOrder(
        sequence + 1,
        skipped,
        waiting.stream().filter(chunk -> chunk.sequence != sequence).toList());
  }

  /** The order when the chunks before {@code sequence} are skipped. */
  ChunkOrder skippingTo(long sequence) {
    List<Skipped> ranges = new ArrayList<>(skipped);
    ranges.add(new Skipped(next, sequence - 1));
    int surplus = Math.max(0, ranges.size() - MAX_SKIPPED);
    return new ChunkOrder(sequence, List.copyOf(ranges.subList(surplus, ranges.size())), waiting);
  }

  /** The order when the producer starts a new numbering at {@code sequence}. */
  ChunkOrder renumberedAt(long sequence) {
    List<Skipped> before = sequence == 0 ? List.of() : List.of(new Skipped(0, sequence - 1));
    return new ChunkOrder(sequence, before, waiting);
  }
}
