package io.facephys.pipeline.encode;

import io.facephys.pipeline.config.OutputFormat;
import io.facephys.pipeline.record.SubjectVitals;
import io.facephys.schemas.VitalSigns;

/** Vital signs as they stand in topic {@code vital-signs}, at the end of their window. */
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
    return vitals.toMessage();
  }
}
