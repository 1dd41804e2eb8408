package io.facephys.pipeline.record;

import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * What operator {@code vitals} learns of a subject, in the order in which it happened: a wave, or
 * that cameras were removed.
 *
 * @param subjectId the subject
 * @param waveform the wave; null if cameras were removed
 * @param colours (frame, channel): mean R, G and B of each frame of the wave, 0..1
 * @param removedCameras ids of cameras whose state was removed
 */
public record SubjectWave(
    String subjectId, @Nullable Waveform waveform, float[] colours, String[] removedCameras) {
  /** The side output of operator {@code pulse}. */
  public static final OutputTag<SubjectWave> OUTPUT =
      new OutputTag<>("subject-waves") {
        private static final long serialVersionUID = 1L;
      };

  /** A wave. */
  public static SubjectWave of(Waveform waveform, float[] colours) {
    return new SubjectWave(waveform.subjectId(), waveform, colours, new String[0]);
  }

  /** Cameras that were removed. */
  public static SubjectWave removed(String subjectId, String[] cameraIds) {
    return new SubjectWave(subjectId, null, new float[0], cameraIds);
  }
}
