package io.facephys.pipeline.record;

import io.facephys.engine.vitals.Vitals;
import org.jspecify.annotations.Nullable;

/**
 * A subject's vital signs at a whole second, on their way to topic {@code vital-signs}.
 *
 * @param cameraId the id of the camera; null for all cameras together
 * @param cameras how many cameras the values rest on
 */
public record SubjectVitals(
    String subjectId,
    @Nullable String cameraId,
    int cameras,
    Vitals vitals,
    String modelName,
    String modelSha256)
    implements SubjectResult {
  /** The end of the values' window. */
  @Override
  public long timeMillis() {
    return Math.floorDiv(vitals.windowEndMicros(), 1000);
  }
}
