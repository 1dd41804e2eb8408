package io.facephys.measure.speed;

import io.facephys.testbed.JobMetrics;

/**
 * The maxima over the checkpoints of a run so far, from Flink's own metrics.
 *
 * @param completed how many were completed
 * @param maxMillis the longest time from a checkpoint's trigger to its completion
 * @param maxWrittenBytes the most bytes that a checkpoint wrote
 * @param maxFullBytes the most bytes that one consists of, written by itself or by an earlier one
 */
record CheckpointStatistics(
    long completed, long maxMillis, long maxWrittenBytes, long maxFullBytes) {
  static final CheckpointStatistics NONE = new CheckpointStatistics(0, 0, 0, 0);

  /** With the newest checkpoint; call it more often than there are checkpoints. */
  CheckpointStatistics updated() {
    return new CheckpointStatistics(
        JobMetrics.gauge("numberOfCompletedCheckpoints"),
        Math.max(maxMillis, JobMetrics.gauge("lastCheckpointDuration")),
        Math.max(maxWrittenBytes, JobMetrics.gauge("lastCheckpointSize")),
        Math.max(maxFullBytes, JobMetrics.gauge("lastCheckpointFullSize")));
  }
}
