package io.facephys.operations.savepoint;

import io.facephys.pipeline.state.CameraStates;
import io.facephys.pipeline.time.CameraClock;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an operator stores of a subject, in a few numbers.
 *
 * @param subjectId whose it is
 * @param bytes how much it is
 * @param cameras its cameras, of which the operator that computes waves knows
 */
public record SubjectSummary(String subjectId, long bytes, Camera[] cameras) {
  /**
   * A camera of the subject.
   *
   * @param cameraId its id
   * @param stateBytes size of its model state
   * @param lastProcessedMillis when a chunk of it was last processed, milliseconds since the epoch
   * @param waiting how many of its chunks wait for a missing one
   */
  public record Camera(String cameraId, long stateBytes, long lastProcessedMillis, int waiting) {}

  static SubjectSummary of(StoredSubject subject, SubjectOperator operator) throws IOException {
    Map<String, Long> stateBytes = new TreeMap<>();
    Map<String, CameraClock> clocks = new TreeMap<>();
    for (StoredEntry entry : subject.entries()) {
      StoredState state = operator.state(entry.state());
      switch (entry.state()) {
        case CameraStates.CAMERA_SSM_STATE ->
            stateBytes.put((String) state.key(entry), (long) entry.value().length);
        case CameraStates.CAMERA_CLOCK ->
            clocks.put((String) state.key(entry), (CameraClock) state.value(entry));
        default -> {}
      }
    }
    Camera[] cameras =
        clocks.entrySet().stream()
            .map(
                camera ->
                    new Camera(
                        camera.getKey(),
                        stateBytes.getOrDefault(camera.getKey(), 0L),
                        camera.getValue().lastProcessedMillis(),
                        camera.getValue().order().waiting().size()))
            .toArray(Camera[]::new);
    return new SubjectSummary(subject.subjectId(), subject.bytes(), cameras);
  }
}
