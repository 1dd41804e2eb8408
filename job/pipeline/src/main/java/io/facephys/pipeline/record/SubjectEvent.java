package io.facephys.pipeline.record;

import io.facephys.engine.Internal;
import io.facephys.schemas.EventKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.util.OutputTag;

/**
 * An event of a subject, on its way to topic {@code face-events}; the fields are those of that
 * topic's schema.
 *
 * @param requestId the id of the request that asked for it, or the place of a record that was set
 *     aside; otherwise empty
 * @param timeMillis when it happened, milliseconds since the epoch by the job's clock
 * @param cameraIds the ids of the cameras that it happened to, sorted
 * @param waitingChunks how many waiting chunks were removed without being processed
 */
@Internal
public record SubjectEvent(
    EventKind kind,
    String subjectId,
    String requestId,
    long timeMillis,
    String[] cameraIds,
    int waitingChunks)
    implements SubjectResult {
  /** The side output of operator {@code pulse} that carries events. */
  public static final OutputTag<SubjectEvent> OUTPUT =
      new OutputTag<>("events") {
        private static final long serialVersionUID = 1L;
      };

  /** Ids of this many cameras fit into a record of any topic, in each format. */
  private static final int MAX_CAMERAS = 32;

  /**
   * Splits the event into events of at most {@value #MAX_CAMERAS} cameras. The first one counts the
   * waiting chunks of all.
   */
  public List<SubjectEvent> split() {
    List<SubjectEvent> parts = new ArrayList<>();
    int from = 0;
    do {
      int to = Math.min(cameraIds.length, from + MAX_CAMERAS);
      String[] part = Arrays.copyOfRange(cameraIds, from, to);
      int waiting = from == 0 ? waitingChunks : 0;
      parts.add(new SubjectEvent(kind, subjectId, requestId, timeMillis, part, waiting));
      from = to;
    } while (from < cameraIds.length);
    return parts;
  }
}
