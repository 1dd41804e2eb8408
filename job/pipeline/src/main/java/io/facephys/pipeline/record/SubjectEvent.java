package io.facephys.pipeline.record;

import io.facephys.schemas.EventKind;
import org.apache.flink.util.OutputTag;

/**
 * What happened to the state of a subject, on its way to topic {@code face-events}; the fields are
 * those of the schema of that topic.
 *
 * @param kind what happened
 * @param subjectId the subject
 * @param requestId of the message that asked for it; empty if none did
 * @param timeMillis when, by the job's clock
 * @param cameraIds cameras whose state was removed, sorted
 * @param waitingChunks how many chunks waited and were removed unprocessed
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares events
public record SubjectEvent(
    EventKind kind,
    String subjectId,
    String requestId,
    long timeMillis,
    String[] cameraIds,
    int waitingChunks) {
  /** The side output of operator {@code pulse}. */
  public static final OutputTag<SubjectEvent> OUTPUT =
      new OutputTag<>("events") {
        private static final long serialVersionUID = 1L;
      };
}
