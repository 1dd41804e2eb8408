package io.facephys.pipeline.time;

/**
 * Where one camera on one subject stands in time; stored in keyed state beside the model state.
 *
 * @param order where the numbering of its chunks stands
 * @param frames where its frames stand
 * @param numberings which numbers its chunks had when
 * @param lastProcessedMillis when a chunk was last processed, by the job's clock
 * @param idleTimerMillis when the pending timer for idleness fires; {@value FrameClock#NONE} before
 *     the first
 */
public record CameraClock(
    ChunkOrder order,
    FrameClock frames,
    Numberings numberings,
    long lastProcessedMillis,
    long idleTimerMillis) {
  /** The clock of a camera that has sent nothing yet. */
  public static CameraClock unseen(long nowMillis) {
    return new CameraClock(
        ChunkOrder.START, FrameClock.START, Numberings.NONE, nowMillis, FrameClock.NONE);
  }

  /** Whether nothing is stored of the camera. */
  public boolean isUnseen() {
    return order.equals(ChunkOrder.START) && !frames.hasFrames();
  }

  CameraClock with(ChunkOrder next) {
    return new CameraClock(next, frames, numberings, lastProcessedMillis, idleTimerMillis);
  }

  /** The clock when a new numbering starts with a chunk, whose oldest capture time this is. */
  public CameraClock startingNumbering(long sequence, long oldestMicros) {
    return new CameraClock(
        order,
        frames,
        numberings.startingAt(sequence, oldestMicros),
        lastProcessedMillis,
        idleTimerMillis);
  }

  /** The clock after frames were processed. */
  public CameraClock after(FrameClock next, long nowMillis) {
    return new CameraClock(
        order, next, numberings.until(next.lastCaptureMicros()), nowMillis, idleTimerMillis);
  }

  /** The clock with a timer for idleness. */
  public CameraClock withIdleTimer(long millis) {
    return new CameraClock(order, frames, numberings, lastProcessedMillis, millis);
  }
}
