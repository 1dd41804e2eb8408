package io.facephys.pipeline.record;

import io.facephys.engine.vitals.Beat;
import io.facephys.engine.vitals.VitalsStep;
import io.facephys.schemas.PulseBeat;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * A beat of a subject, on its way to topic {@code pulse-beats}.
 *
 * @param subjectId the subject
 * @param cameraId the camera
 * @param beat the beat
 * @param modelName of the model that made the wave
 * @param modelSha256 of the model file
 */
public record SubjectBeat(
    String subjectId, String cameraId, Beat beat, String modelName, String modelSha256) {
  /** The side output of operator {@code vitals}. */
  public static final OutputTag<SubjectBeat> OUTPUT =
      new OutputTag<>("beats") {
        private static final long serialVersionUID = 1L;
      };

  /** The record of the topic. */
  @SuppressWarnings("NullAway") // the setters that Avro generates say nothing of null
  public PulseBeat toMessage() {
    return PulseBeat.newBuilder()
        .setSubjectId(subjectId)
        .setCameraId(cameraId)
        .setSegment(beat.segment())
        .setBeatTime(SubjectVitals.instant(beat.timeMicros()))
        .setBeatTimeErrorMillis(beat.errorMillis())
        .setIntervalMillis(orNull(beat.intervalMillis()))
        .setConfirmed(beat.confirmed())
        .setTemplateCorrelation(orNull(beat.templateCorrelation()))
        .setModelName(modelName)
        .setModelSha256(modelSha256)
        .setAlgorithm(VitalsStep.ALGORITHM)
        .build();
  }

  private static @Nullable Double orNull(double value) {
    return Double.isNaN(value) ? null : value;
  }
}
