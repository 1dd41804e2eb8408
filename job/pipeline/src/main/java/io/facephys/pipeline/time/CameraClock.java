package io.facephys.pipeline.time;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Where one camera on one subject stands in time. Stored in keyed state: new fields are added at
 * the end, none is renamed or retyped.
 *
 * @param nextSequence of the chunk whose turn it is; {@value #ANY} if the next to come is it
 * @param lastCaptureMicros when the last frame that was taken in was captured, microseconds since
 *     the epoch; {@value #NONE} before the first
 * @param segment number of the stretch since the model started last, from 0
 * @param segmentStartMicros when the first frame of the segment was captured; {@value #NONE} before
 *     it
 * @param segmentFrames how many frames the segment has
 * @param givenUp sequences whose turn was given up, as pairs of first and last; the oldest first
 * @param waiting chunks that wait for earlier ones, as pairs of sequence and the time since when,
 *     milliseconds of the job's clock; rising by sequence
 * @param lastTakenMillis when a chunk was last taken, by the job's clock
 * @param idleCheckMillis when the pending timer will look whether the camera is idle
 */
@SuppressWarnings("ArrayRecordComponent") // Flink serialises arrays without Kryo; nobody compares
public record CameraClock(
    long nextSequence,
    long lastCaptureMicros,
    long segment,
    long segmentStartMicros,
    long segmentFrames,
    long[] givenUp,
    long[] waiting,
    long lastTakenMillis,
    long idleCheckMillis) {
  /** No frame has come yet. */
  public static final long NONE = -1;

  /** The first release stored no sequence: whatever comes first goes on. */
  public static final long ANY = -1;

  /** Given-up ranges that are remembered; a chunk of an older one counts as a duplicate. */
  static final int MOST_GIVEN_UP_RANGES = 16;

  private static final long[] EMPTY = {};

  /** A camera of which nothing is known. */
  public static CameraClock unseen(long nowMillis) {
    return new CameraClock(0, NONE, -1, NONE, 0, EMPTY, EMPTY, nowMillis, NONE);
  }

  /** A camera that goes on with a state that the first release stored. */
  public static CameraClock ofFirstRelease(long lastCaptureMicros, long frames, long nowMillis) {
    long start = Math.max(0, lastCaptureMicros - Math.round(frames * 1e6 / 30)); // about
    return new CameraClock(ANY, lastCaptureMicros, 0, start, frames, EMPTY, EMPTY, nowMillis, NONE);
  }

  /** Whether a frame was ever taken in. */
  public boolean hasFrames() {
    return lastCaptureMicros != NONE;
  }

  /** Whether a chunk of that sequence waits. */
  public boolean isWaiting(long sequence) {
    return waitingSequences().anyMatch(one -> one == sequence);
  }

  /** Sequences of the chunks that wait, rising. */
  public LongStream waitingSequences() {
    return IntStream.range(0, waitingCount()).mapToLong(i -> waiting[2 * i]);
  }

  /** How many chunks wait. */
  public int waitingCount() {
    return waiting.length / 2;
  }

  /** Since when the chunk that waits longest does; {@link Long#MAX_VALUE} if none does. */
  public long waitingSinceMillis() {
    return IntStream.range(0, waitingCount())
        .mapToLong(i -> waiting[2 * i + 1])
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** The same with one more chunk that waits. */
  public CameraClock withWaiting(long sequence, long nowMillis) {
    int place = 2 * (int) waitingSequences().filter(one -> one < sequence).count();
    long[] more = new long[waiting.length + 2];
    System.arraycopy(waiting, 0, more, 0, place);
    more[place] = sequence;
    more[place + 1] = nowMillis;
    System.arraycopy(waiting, place, more, place + 2, waiting.length - place);
    return with(nextSequence, givenUp, more);
  }

  /** The same without the chunk that waited. */
  public CameraClock withoutWaiting(long sequence) {
    long[] fewer =
        IntStream.range(0, waitingCount())
            .filter(i -> waiting[2 * i] != sequence)
            .flatMap(i -> IntStream.of(2 * i, 2 * i + 1))
            .mapToLong(i -> waiting[i])
            .toArray();
    return with(nextSequence, givenUp, fewer);
  }

  /** The same at the turn of {@code sequence}, whose missing predecessors are given up. */
  public CameraClock givingUpBefore(long sequence) {
    long[] ranges = Arrays.copyOf(givenUp, givenUp.length + 2);
    ranges[givenUp.length] = nextSequence;
    ranges[givenUp.length + 1] = sequence - 1;
    int surplus = Math.max(0, ranges.length - 2 * MOST_GIVEN_UP_RANGES);
    return with(sequence, Arrays.copyOfRange(ranges, surplus, ranges.length), waiting);
  }

  /** Whether the turn of that chunk was given up. */
  public boolean wasGivenUp(long sequence) {
    return IntStream.range(0, givenUp.length / 2)
        .anyMatch(i -> givenUp[2 * i] <= sequence && sequence <= givenUp[2 * i + 1]);
  }

  /** The same where the producer has begun to number anew, at {@code sequence}. */
  public CameraClock renumberedAt(long sequence) {
    long[] before = sequence == 0 ? EMPTY : new long[] {0, sequence - 1};
    return with(sequence, before, waiting);
  }

  /** The same after the turn of {@code sequence}, of which no frame was taken in. */
  public CameraClock past(long sequence) {
    return with(sequence + 1, givenUp, waiting);
  }

  /** The same after frames of chunk {@code sequence}. */
  public CameraClock after(long sequence, long[] timesMicros, boolean newSegment, long nowMillis) {
    return new CameraClock(
        sequence + 1,
        timesMicros[timesMicros.length - 1],
        newSegment ? segment + 1 : segment,
        newSegment ? timesMicros[0] : segmentStartMicros,
        (newSegment ? 0 : segmentFrames) + timesMicros.length,
        givenUp,
        waiting,
        nowMillis,
        idleCheckMillis);
  }

  /** The same with its next look for idleness at another time. */
  public CameraClock withIdleCheckAt(long millis) {
    return new CameraClock(
        nextSequence,
        lastCaptureMicros,
        segment,
        segmentStartMicros,
        segmentFrames,
        givenUp,
        waiting,
        lastTakenMillis,
        millis);
  }

  private CameraClock with(long next, long[] givenUpThen, long[] waitingThen) {
    return new CameraClock(
        next,
        lastCaptureMicros,
        segment,
        segmentStartMicros,
        segmentFrames,
        givenUpThen,
        waitingThen,
        lastTakenMillis,
        idleCheckMillis);
  }
}
