package io.facephys.pipeline.record;

import io.facephys.schemas.EventKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  /** Ids of this many cameras fit into a record of any topic, in each format. */
  public static final int MOST_CAMERAS = 32;

  /**
   * The event, in parts of at most {@value #MOST_CAMERAS} cameras. The first part has the waiting
   * chunks of all.
   */
  public List<SubjectEvent> split() {
    List<SubjectEvent> parts = new ArrayList<>();
    int from = 0;
    do {
      int to = Math.min(cameraIds.length, from + MOST_CAMERAS);
      String[] part = Arrays.copyOfRange(cameraIds, from, to);
      int waiting = from == 0 ? waitingChunks : 0;
      parts.add(new SubjectEvent(kind, subjectId, requestId, timeMillis, part, waiting));
      from = to;
    } while (from < cameraIds.length);
    return parts;
  }
}
