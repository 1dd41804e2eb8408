package io.facephys.pipeline.pulse;

import io.facephys.pipeline.record.DeadLetter;
import io.facephys.pipeline.record.SubjectEvent;
import java.io.Serializable;
import org.apache.flink.util.OutputTag;

/**
 * What leaves beside the waves.
 *
 * @param deadLetters records that cannot be used
 * @param events what has happened to subjects' state
 */
public record SideOutputs(OutputTag<DeadLetter> deadLetters, OutputTag<SubjectEvent> events)
    implements Serializable {
  /** Of this job. */
  public static final SideOutputs OF_JOB =
      new SideOutputs(
          new OutputTag<>("dead-letters") {
            private static final long serialVersionUID = 1L;
          },
          new OutputTag<>("events") {
            private static final long serialVersionUID = 1L;
          });
}
