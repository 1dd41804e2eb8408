package io.facephys.pipeline.time;

/**
 * Where one camera on one subject stands in time; stored in keyed state beside the model state.
 *
 * @param order where the numbering of its chunks stands
 * @param frames where its frames stand
 * @param numberings which numbers its chunks had when
 * @param used what it has used of its {@link FrameRateLimit}
 * @param lastProcessedMillis when a chunk was last processed, by the job's clock
 * @param idleTimerMillis when the pending timer for idleness fires; {@value FrameClock#NONE} before
 *     the first
 */
public record CameraClock(
    ChunkOrder order,
    FrameClock frames,
    Numberings numberings,
    FrameRateLimit.Use used,
    long lastProcessedMillis,
    long idleTimerMillis) {
  /** The clock of a camera that has sent nothing yet. */
  public static CameraClock unseen(long nowMillis) {
    return new CameraClock(
        ChunkOrder.START,
        FrameClock.START,
        Numberings.NONE,
        FrameRateLimit.Use.NONE,
        nowMillis,
        FrameClock.NONE);
  }

  /** Whether nothing is stored of the camera. */
  public boolean isUnseen() {
    return order.equals(ChunkOrder.START) && !frames.hasFrames();
  }

  /** The time by the job's clock since a chunk was processed. */
  public long elapsedMillis(long nowMillis) {
    return nowMillis - lastProcessedMillis;
  }

  CameraClock with(ChunkOrder next) {
    return new CameraClock(next, frames, numberings, used, lastProcessedMillis, idleTimerMillis);
  }

  private CameraClock with(Numberings next) {
    return new CameraClock(order, frames, next, used, lastProcessedMillis, idleTimerMillis);
  }

  /** The clock with another use of the rate limit. */
  public CameraClock with(FrameRateLimit.Use next) {
    return new CameraClock(order, frames, numberings, next, lastProcessedMillis, idleTimerMillis);
  }

  /** The clock when a new numbering starts with a chunk, whose oldest capture time this is. */
  public CameraClock startingNumbering(long sequence, long oldestMicros) {
    return with(numberings.startingAt(sequence, oldestMicros));
  }

  /** The clock after a chunk's frames were processed. */
  public CameraClock after(long sequence, FrameClock next, long nowMillis) {
    return new CameraClock(
        order,
        next,
        numberings.with(sequence, next.lastCaptureMicros()),
        used,
        nowMillis,
        idleTimerMillis);
  }

  /** The clock after a chunk that could not be processed, whose newest capture time this is. */
  public CameraClock afterRefused(long newestMicros) {
    return with(numberings.until(newestMicros));
  }

  /** The clock with a timer for idleness. */
  public CameraClock withIdleTimer(long millis) {
    return new CameraClock(order, frames, numberings, used, lastProcessedMillis, millis);
  }
}
