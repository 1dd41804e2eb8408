package io.facephys.pipeline.encode;

import io.facephys.engine.vitals.AbsentReason;
import io.facephys.engine.vitals.RateInterval;
import io.facephys.engine.vitals.Reading;
import io.facephys.engine.vitals.Variability;
import io.facephys.engine.vitals.Vitals;
import io.facephys.engine.vitals.VitalsStep;
import io.facephys.pipeline.config.OutputFormat;
import io.facephys.pipeline.record.SubjectVitals;
import io.facephys.schemas.VitalSigns;
import org.jspecify.annotations.Nullable;

/**
 * Turns vital signs into records of topic {@code vital-signs}. A record's time is the end of its
 * window.
 */
public final class VitalsRecordSerializer
    extends OutputRecordSerializer<SubjectVitals, VitalSigns> {
  private static final long serialVersionUID = 1L;

  public VitalsRecordSerializer(String topic, OutputFormat format) {
    super(topic, VitalSigns.class, format);
  }

  @Override
  String subjectId(SubjectVitals vitals) {
    return vitals.subjectId();
  }

  @Override
  long timeMillis(SubjectVitals vitals) {
    return Math.floorDiv(vitals.vitals().windowEndMicros(), 1000);
  }

  @Override
  VitalSigns message(SubjectVitals vitals) {
    return toMessage(vitals);
  }

  /** The message of the contract that carries these vital signs. */
  @SuppressWarnings("NullAway") // the setters that Avro generates say nothing of null
  public static VitalSigns toMessage(SubjectVitals vitals) {
    Vitals values = vitals.vitals();
    Variability variability = values.variability();
    RateInterval interval = values.pulseRateInterval();
    return VitalSigns.newBuilder()
        .setSubjectId(vitals.subjectId())
        .setCameraId(vitals.cameraId())
        .setWindowStart(instant(values.windowStartMicros()))
        .setWindowEnd(instant(values.windowEndMicros()))
        .setCoverage(values.coverage())
        .setFrameRateHz(values.frameRateHz())
        .setSegment(values.segment())
        .setPulseRateBpm(values.pulseRate().value())
        .setPulseRateLowBpm(interval == null ? null : interval.lowBpm())
        .setPulseRateHighBpm(interval == null ? null : interval.highBpm())
        .setPulseRateAbsentReason(reason(values.pulseRate()))
        .setBeatRateBpm(values.beatRate().value())
        .setBeatRateAbsentReason(reason(values.beatRate()))
        .setRmssdMillis(variability.rmssdMillis().value())
        .setRmssdRawMillis(variability.rmssdRawMillis())
        .setPnn50Percent(variability.pnn50Percent())
        .setSdnnMillis(variability.sdnnMillis().value())
        .setVariabilityBeats(variability.beats())
        .setVariabilityAbsentReason(reason(variability.rmssdMillis()))
        .setSdnnAbsentReason(reason(variability.sdnnMillis()))
        .setRespirationRatePerMinute(values.respirationRate().value())
        .setRespirationAbsentReason(reason(values.respirationRate()))
        .setSignalQuality(values.quality().template().value())
        .setSignalQualityAbsentReason(reason(values.quality().template()))
        .setSpectralQuality(values.quality().spectral())
        .setCameras(vitals.cameras())
        .setModelName(vitals.modelName())
        .setModelSha256(vitals.modelSha256())
        .setAlgorithm(VitalsStep.ALGORITHM)
        .build();
  }

  private static @Nullable String reason(Reading reading) {
    AbsentReason reason = reading.absentReason();
    return reason == null ? null : reason.name();
  }
}
