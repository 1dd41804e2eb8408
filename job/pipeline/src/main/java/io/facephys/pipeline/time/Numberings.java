package io.facephys.pipeline.time;

import io.facephys.engine.Internal;
import java.util.ArrayList;
import java.util.Arrays;
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

  /** A chunk of a numbering, and the capture time of its last used frame. */
  public record Anchor(long sequence, long micros) {}

  /**
   * A stretch of chunks whose capture times rise with their numbers.
   *
   * @param firstSequence sequence of its first chunk
   * @param firstMicros oldest capture time of that chunk, microseconds since the epoch
   * @param lastMicros capture time of the last frame used
   * @param anchors its used chunks after the first, by rising sequence: all of them near the first
   *     and the last one, fewer in between
   */
  public record Numbering(
      long firstSequence, long firstMicros, long lastMicros, List<Anchor> anchors) {
    /** So many numbers from the first and the last one, all used chunks are anchors. */
    private static final int ALL = 32;

    /** Other anchors are apart by at most this share of what lies before, or behind, them. */
    private static final int SHARE = 4;

    /** A chunk that was missing before the first one is at most so many numbers before it. */
    private static final int MAX_MISSING = 16;

    private boolean isUsed(long sequence, long[] timesMicros) {
      return sequence == firstSequence
          ? oldest(timesMicros) == firstMicros
          : anchors.stream()
              .filter(anchor -> anchor.sequence == sequence)
              .anyMatch(anchor -> Arrays.stream(timesMicros).anyMatch(t -> t == anchor.micros));
    }

    private boolean mayHold(long sequence, long[] timesMicros, TimeRules rules, boolean skipped) {
      if (sequence == firstSequence || anchors.stream().anyMatch(a -> a.sequence == sequence)) {
        return isUsed(sequence, timesMicros);
      }
      long newest = newest(timesMicros);
      if (sequence < firstSequence) {
        long sinceMicros = firstMicros - rules.idleTimeout().toMillis() * 1000;
        boolean near = firstSequence - sequence <= MAX_MISSING;
        return skipped && near && newest < firstMicros && newest >= sinceMicros;
      }
      return newest >= firstMicros
          && newest <= lastMicros
          && fitsAnchors(sequence, timesMicros, rules.gaps().restartMicros());
    }

    /** Times rise with numbers, but for steps back that do not start a numbering. */
    private boolean fitsAnchors(long sequence, long[] timesMicros, long stepMicros) {
      long oldest = oldest(timesMicros);
      long newest = newest(timesMicros);
      return anchors.stream()
          .allMatch(
              anchor ->
                  anchor.sequence < sequence
                      ? newest > anchor.micros - stepMicros
                      : oldest < anchor.micros + stepMicros);
    }

    private static long oldest(long[] timesMicros) {
      return Arrays.stream(timesMicros).min().orElseThrow();
    }

    private static long newest(long[] timesMicros) {
      return Arrays.stream(timesMicros).max().orElseThrow();
    }

    private long lastSequence() {
      return anchors.isEmpty() ? firstSequence : anchors.get(anchors.size() - 1).sequence;
    }

    private Numbering with(long sequence, long micros) {
      if (sequence <= lastSequence()) {
        return new Numbering(firstSequence, firstMicros, micros, anchors);
      }
      List<Anchor> kept = new ArrayList<>();
      long before = firstSequence;
      for (int i = 0; i < anchors.size(); i++) {
        Anchor anchor = anchors.get(i);
        long next = i + 1 < anchors.size() ? anchors.get(i + 1).sequence : sequence;
        long far = Math.min(before - firstSequence, sequence - next);
        if (far < ALL || (next - before) * SHARE > far) {
          kept.add(anchor);
          before = anchor.sequence;
        }
      }
      kept.add(new Anchor(sequence, micros));
      return new Numbering(firstSequence, firstMicros, micros, List.copyOf(kept));
    }
  }

  /** Those of a camera of which only the last frame is known: it may have sent anything before. */
  public static Numberings unknownBefore(FrameClock frames) {
    return frames.hasFrames()
        ? new Numberings(
            List.of(
                new Numbering(
                    FrameClock.NONE, Long.MIN_VALUE, frames.lastCaptureMicros(), List.of())))
        : NONE;
  }

  /**
   * Whether the chunk is known to have been used; where it is not known, {@link #mayHold} tells.
   *
   * @param timesMicros capture times of the chunk's frames
   */
  boolean isUsed(long sequence, long[] timesMicros) {
    return all.stream().anyMatch(known -> known.isUsed(sequence, timesMicros));
  }

  /**
   * Whether the camera may have numbered such a chunk so before.
   *
   * @param timesMicros capture times of the chunk's frames
   * @param skipped whether chunks of this number are missing; such a one may be older than a
   *     numbering by less than the idle timeout
   */
  boolean mayHold(long sequence, long[] timesMicros, TimeRules rules, boolean skipped) {
    return all.stream().anyMatch(known -> known.mayHold(sequence, timesMicros, rules, skipped));
  }

  /** The same for the numberings before the one that goes on. */
  boolean mayHaveHeld(long sequence, long[] timesMicros, TimeRules rules) {
    return all.stream()
        .limit(Math.max(0, all.size() - 1L))
        .anyMatch(
            known ->
                sequence <= known.lastSequence()
                    && known.mayHold(sequence, timesMicros, rules, false));
  }

  /** The numberings when a new one starts with a chunk. */
  Numberings startingAt(long sequence, long oldestMicros) {
    Stream<Numbering> before = all.stream().skip(Math.max(0, all.size() - MAX + 1));
    Numbering started = new Numbering(sequence, oldestMicros, oldestMicros, List.of());
    return new Numberings(Stream.concat(before, Stream.of(started)).toList());
  }

  /** The numberings after a chunk of the one that goes on, up to its last used frame. */
  Numberings with(long sequence, long lastMicros) {
    return withCurrent(current().with(sequence, lastMicros));
  }

  /** The numberings after a chunk of the one that goes on that could not be used. */
  Numberings until(long newestMicros) {
    Numbering current = current();
    return withCurrent(
        new Numbering(
            current.firstSequence,
            current.firstMicros,
            Math.max(current.lastMicros, newestMicros),
            current.anchors));
  }

  private Numbering current() {
    return all.get(all.size() - 1);
  }

  private Numberings withCurrent(Numbering current) {
    return new Numberings(
        Stream.concat(all.stream().limit(all.size() - 1L), Stream.of(current)).toList());
  }
}
