package io.facephys.pipeline.record;

import io.facephys.engine.vitals.Vitals;
import org.jspecify.annotations.Nullable;

/**
 * A subject's vital signs at a whole second, on their way to topic {@code vital-signs}.
 *
 * @param subjectId the id of the subject
 * @param cameraId the id of the camera; null for all cameras together
 * @param cameras how many cameras the values rest on
 * @param vitals the values, and why some are missing
 * @param modelName the name of the model that made the waves
 * @param modelSha256 SHA-256 of the model file, hexadecimal
 */
public record SubjectVitals(
    String subjectId,
    @Nullable String cameraId,
    int cameras,
    Vitals vitals,
    String modelName,
    String modelSha256) {}
