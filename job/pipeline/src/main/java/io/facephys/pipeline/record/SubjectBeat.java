package io.facephys.pipeline.record;

import io.facephys.engine.vitals.Beat;
import org.apache.flink.util.OutputTag;

/**
 * A beat of a subject's pulse, on its way to topic {@code pulse-beats}.
 *
 * @param subjectId the id of the subject
 * @param cameraId the id of the camera in whose wave the beat was found
 * @param beat the beat's time and what is known of it
 * @param modelName the name of the model that made the wave
 * @param modelSha256 SHA-256 of the model file, hexadecimal
 */
public record SubjectBeat(
    String subjectId, String cameraId, Beat beat, String modelName, String modelSha256) {
  /** The side output of operator {@code vitals} that carries beats. */
  public static final OutputTag<SubjectBeat> OUTPUT =
      new OutputTag<>("beats") {
        private static final long serialVersionUID = 1L;
      };
}
