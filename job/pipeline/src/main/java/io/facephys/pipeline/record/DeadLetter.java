package io.facephys.pipeline.record;

import java.util.EnumMap;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.util.OutputTag;

/**
 * A record that the job cannot use, on its way to the dead-letter topic.
 *
 * @param record the record as it came, or truncated
 * @param cause as the metrics name it
 * @param reason what was expected and what was found
 */
public record DeadLetter(RawRecord record, Cause cause, String reason) {
  /** The side output of all operators that refuse records. */
  public static final OutputTag<DeadLetter> OUTPUT =
      new OutputTag<>("dead-letters") {
        private static final long serialVersionUID = 1L;
      };

  /** Why a record cannot be used; metrics count dead letters by it. */
  public enum Cause {
    /** The record breaks the contract of its topic. */
    MALFORMED,
    /** The record is larger than the job reads, or has more frames. */
    TOO_LARGE,
    /** The capture times are too far from the time at which the record was sent. */
    CLOCK,
    /** The chunk came after the job had given up waiting for it. */
    LATE,
    /** The subject has as many cameras as it may have. */
    TOO_MANY_CAMERAS,
    /** The camera has sent more frames than the rate limit allows. */
    TOO_FAST,
    /** The job failed on it twice. */
    FAILED,
    /** The model gave no finite wave for it, not even from the initial state. */
    NOT_FINITE;

    /** Registers a counter of dead letters for each of these causes. */
    public static Map<Cause, Counter> counters(MetricGroup operator, Cause... causes) {
      Map<Cause, Counter> counters = new EnumMap<>(Cause.class);
      for (Cause cause : causes) {
        counters.put(cause, operator.addGroup("reason", cause.name()).counter("deadLetters"));
      }
      return counters;
    }
  }
}
