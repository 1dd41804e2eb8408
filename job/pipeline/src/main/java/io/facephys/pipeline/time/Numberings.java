package io.facephys.pipeline.time;

import io.facephys.engine.Internal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which numbers the chunks of a camera had when: the numbering that goes on, and those before it. A
 * chunk that is sent again has the capture times that its number had; one of a camera that
 * restarted with its clock set back has not.
 *
 * @param all oldest first, the one that goes on last; at most {@value #MAX}, none of an unseen
 *     camera
 */
@Internal
public record Numberings(List<Numbering> all) {
  static final int MAX = 9;

  /** Those of a camera that has sent nothing yet. */
  static final Numberings NONE = new Numberings(List.of());

  /**
   * A stretch of chunks whose capture times rise with their numbers.
   *
   * @param firstSequence sequence of its first chunk
   * @param firstMicros oldest capture time of that chunk, microseconds since the epoch
   * @param lastMicros capture time of the last frame used
   */
  public record Numbering(long firstSequence, long firstMicros, long lastMicros) {
    private boolean mayHold(
        long sequence, long oldestMicros, long newestMicros, Duration maxDelay) {
      if (newestMicros > lastMicros) {
        return false;
      }
      if (sequence == firstSequence) {
        return oldestMicros == firstMicros;
      }
      return sequence > firstSequence
          ? newestMicros >= firstMicros
          : newestMicros < firstMicros && newestMicros >= firstMicros - maxDelay.toMillis() * 1000;
    }
  }

  /** Those of a camera of which only the last frame is known: it may have sent anything before. */
  public static Numberings unknownBefore(FrameClock frames) {
    return frames.hasFrames()
        ? new Numberings(
            List.of(new Numbering(FrameClock.NONE, Long.MIN_VALUE, frames.lastCaptureMicros())))
        : NONE;
  }

  /**
   * Whether the camera may have numbered such a chunk so before.
   *
   * @param oldestMicros capture time of the chunk's oldest frame
   * @param newestMicros capture time of its newest frame
   * @param maxDelay how much older than a numbering it may be, having been missing before its first
   *     chunk; zero if it was not
   */
  boolean mayHold(long sequence, long oldestMicros, long newestMicros, Duration maxDelay) {
    return all.stream()
        .anyMatch(known -> known.mayHold(sequence, oldestMicros, newestMicros, maxDelay));
  }

  /** The numberings when a new one starts with a chunk. */
  Numberings startingAt(long sequence, long oldestMicros) {
    Stream<Numbering> before = all.stream().skip(Math.max(0, all.size() - MAX + 1));
    Numbering started = new Numbering(sequence, oldestMicros, oldestMicros);
    return new Numberings(Stream.concat(before, Stream.of(started)).toList());
  }

  /** The numberings after a frame of the one that goes on was used. */
  Numberings until(long lastMicros) {
    int last = all.size() - 1;
    Numbering current = all.get(last);
    List<Numbering> next = new ArrayList<>(all);
    next.set(last, new Numbering(current.firstSequence, current.firstMicros, lastMicros));
    return new Numberings(List.copyOf(next));
  }
}
