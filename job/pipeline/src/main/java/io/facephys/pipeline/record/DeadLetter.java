package io.facephys.pipeline.record;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.OutputTag;

/**
 * A record that the job cannot use, for the dead-letter topic: whole, but for the cuts that it
 * names.
 *
 * @param record as it came
 * @param reason what was expected and what was found
 */
public record DeadLetter(RawRecord record, String reason) {
  /** The side output of all operators that refuse records. */
  public static final OutputTag<DeadLetter> OUTPUT =
      new OutputTag<>("dead-letters") {
        private static final long serialVersionUID = 1L;
      };

  /** Kinds of reasons, for metrics. */
  public enum Cause {
    /** It breaks the contract of its topic. */
    MALFORMED,
    /** It is larger than the job reads, or has more frames. */
    TOO_LARGE,
    /** Its capture times are too far from the time that it was sent. */
    CLOCK,
    /** It arrived after it was skipped. */
    LATE,
    /** Its subject has as many cameras as it may have. */
    TOO_MANY_CAMERAS,
    /** Its camera is over the rate limit. */
    TOO_FAST,
    /** The job failed on it twice. */
    FAILED,
    /** The model gave no finite wave for it, not even from the initial state. */
    NOT_FINITE;

    /** Counts dead letters of this cause. */
    public Counter counter(MetricGroup operator) {
      return operator.addGroup("reason", name()).counter("deadLetters");
    }
  }
}
