package io.facephys.measure.speed;

import io.facephys.testbed.JobMetrics;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;

/** The checkpoints of a run, from Flink's own metrics. */
final class CheckpointStatistics {
  private final DescriptiveStatistics millis = new DescriptiveStatistics();
  private final DescriptiveStatistics writtenBytes = new DescriptiveStatistics();
  private long fullBytes;
  private long completed;

  /** Takes note of the newest one; call it more often than there are checkpoints. */
  void look() {
    long now = JobMetrics.gauge("numberOfCompletedCheckpoints");
    if (now > completed) {
      completed = now;
      millis.addValue((double) JobMetrics.gauge("lastCheckpointDuration"));
      writtenBytes.addValue((double) JobMetrics.gauge("lastCheckpointSize"));
      fullBytes = Math.max(fullBytes, JobMetrics.gauge("lastCheckpointFullSize"));
    }
  }

  /** How many were completed. */
  long completed() {
    return completed;
  }

  /** Of the longest one, from its trigger to its completion. */
  double mostMillis() {
    return millis.getMax();
  }

  /** That the largest one wrote anew. */
  double mostWrittenBytes() {
    return writtenBytes.getMax();
  }

  /** That the largest one refers to, written anew or before. */
  long fullBytes() {
    return fullBytes;
  }
}
