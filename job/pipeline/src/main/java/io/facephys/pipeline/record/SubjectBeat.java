package io.facephys.pipeline.record;

import io.facephys.engine.vitals.Beat;
import org.apache.flink.util.OutputTag;

/**
 * A beat of a subject's pulse, on its way to topic {@code pulse-beats}, with the camera in whose
 * wave it was found and the model that made the wave.
 */
public record SubjectBeat(
    String subjectId, String cameraId, Beat beat, String modelName, String modelSha256)
    implements SubjectResult {
  /** The side output of operator {@code vitals} that carries beats. */
  public static final OutputTag<SubjectBeat> OUTPUT =
      new OutputTag<>("beats") {
        private static final long serialVersionUID = 1L;
      };

  /** The time of the beat. */
  @Override
  public long timeMillis() {
    return Math.floorDiv(beat.timeMicros(), 1000);
  }
}
