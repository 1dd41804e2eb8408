package io.facephys.pipeline.record;

import io.facephys.engine.vitals.AbsentReason;
import io.facephys.engine.vitals.RateInterval;
import io.facephys.engine.vitals.Reading;
import io.facephys.engine.vitals.Variability;
import io.facephys.engine.vitals.Vitals;
import io.facephys.engine.vitals.VitalsStep;
import io.facephys.schemas.VitalSigns;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A subject's vital signs at a whole second, on their way to topic {@code vital-signs}.
 *
 * @param subjectId the subject
 * @param cameraId the camera; null for all cameras together
 * @param cameras how many cameras the values rest on
 * @param vitals the values
 * @param modelName of the model that made the wave
 * @param modelSha256 of the model file
 */
public record SubjectVitals(
    String subjectId,
    @Nullable String cameraId,
    int cameras,
    Vitals vitals,
    String modelName,
    String modelSha256) {
  /** The record of the topic. */
  @SuppressWarnings("NullAway") // the setters that Avro generates say nothing of null
  public VitalSigns toMessage() {
    Variability variability = vitals.variability();
    RateInterval interval = vitals.pulseRateInterval();
    return VitalSigns.newBuilder()
        .setSubjectId(subjectId)
        .setCameraId(cameraId)
        .setWindowStart(instant(vitals.windowStartMicros()))
        .setWindowEnd(instant(vitals.windowEndMicros()))
        .setCoverage(vitals.coverage())
        .setFrameRateHz(vitals.frameRateHz())
        .setSegment(vitals.segment())
        .setPulseRateBpm(vitals.pulseRate().value())
        .setPulseRateLowBpm(interval == null ? null : interval.lowBpm())
        .setPulseRateHighBpm(interval == null ? null : interval.highBpm())
        .setPulseRateAbsentReason(reason(vitals.pulseRate()))
        .setBeatRateBpm(vitals.beatRate().value())
        .setBeatRateAbsentReason(reason(vitals.beatRate()))
        .setRmssdMillis(variability.rmssdMillis().value())
        .setRmssdRawMillis(variability.rmssdRawMillis())
        .setPnn50Percent(variability.pnn50Percent())
        .setSdnnMillis(variability.sdnnMillis().value())
        .setVariabilityBeats(variability.beats())
        .setVariabilityAbsentReason(reason(variability.rmssdMillis()))
        .setSdnnAbsentReason(reason(variability.sdnnMillis()))
        .setRespirationRatePerMinute(vitals.respirationRate().value())
        .setRespirationAbsentReason(reason(vitals.respirationRate()))
        .setSignalQuality(vitals.quality().template().value())
        .setSignalQualityAbsentReason(reason(vitals.quality().template()))
        .setSpectralQuality(vitals.quality().spectral())
        .setCameras(cameras)
        .setModelName(modelName)
        .setModelSha256(modelSha256)
        .setAlgorithm(VitalsStep.ALGORITHM)
        .build();
  }

  private static @Nullable String reason(Reading reading) {
    AbsentReason reason = reading.absentReason();
    return reason == null ? null : reason.name();
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
