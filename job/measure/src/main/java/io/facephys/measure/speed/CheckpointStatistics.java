package io.facephys.measure.speed;

import io.facephys.testbed.JobMetrics;

/** The maxima over a run's checkpoints, from Flink's own metrics. */
final class CheckpointStatistics {
  private long maxMillis;
  private long maxWrittenBytes;
  private long maxFullBytes;
  private long completed;

  /** Takes note of the newest checkpoint; call it more often than there are checkpoints. */
  void update() {
    long now = JobMetrics.gauge("numberOfCompletedCheckpoints");
    if (now > completed) {
      completed = now;
      maxMillis = Math.max(maxMillis, JobMetrics.gauge("lastCheckpointDuration"));
      maxWrittenBytes = Math.max(maxWrittenBytes, JobMetrics.gauge("lastCheckpointSize"));
      maxFullBytes = Math.max(maxFullBytes, JobMetrics.gauge("lastCheckpointFullSize"));
    }
  }

  /** How many were completed. */
  long completed() {
    return completed;
  }

  /** The longest time from a checkpoint's trigger to its completion. */
  long maxMillis() {
    return maxMillis;
  }

  /** The most bytes that a checkpoint wrote. */
  long maxWrittenBytes() {
    return maxWrittenBytes;
  }

  /** The most bytes that a checkpoint consists of, written by itself or by an earlier one. */
  long maxFullBytes() {
    return maxFullBytes;
  }
}
