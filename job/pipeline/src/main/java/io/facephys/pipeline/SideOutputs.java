package io.facephys.pipeline;

import java.io.Serializable;
import org.apache.flink.util.OutputTag;

/**
 * What leaves beside the waves.
 *
 * @param deadLetters records that cannot be used
 * @param events what has happened to subjects' state
 */
record SideOutputs(OutputTag<DeadLetter> deadLetters, OutputTag<SubjectEvent> events)
    implements Serializable {
  /** Of this job. */
  static final SideOutputs OF_JOB =
      new SideOutputs(
          new OutputTag<>("dead-letters") {
            private static final long serialVersionUID = 1L;
          },
          new OutputTag<>("events") {
            private static final long serialVersionUID = 1L;
          });
}
