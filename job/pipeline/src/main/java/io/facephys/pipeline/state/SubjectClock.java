package io.facephys.pipeline.state;

/**
 * Where a subject's state stands in time.
 *
 * @param lastCaptureMicros when the last frame that it took in was captured, microseconds since the
 *     epoch
 * @param frames how many frames it has taken in
 */
public record SubjectClock(long lastCaptureMicros, long frames) {}
