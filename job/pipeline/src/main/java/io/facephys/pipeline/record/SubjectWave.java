package io.facephys.pipeline.record;

import io.facephys.engine.Internal;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * What operator {@code vitals} learns of a subject: a wave, or that cameras were removed. One
 * stream carries both, so that they stay in the order in which they happened.
 *
 * @param waveform the wave; null if cameras were removed
 * @param colours (frame, channel): mean R, G and B of each frame of the wave, 0..1
 * @param removedCameras the ids of the cameras whose state was removed; empty for a wave
 */
@Internal
public record SubjectWave(
    String subjectId, @Nullable Waveform waveform, float[] colours, String[] removedCameras) {
  /** The side output of operator {@code pulse} that carries waves and removals. */
  public static final OutputTag<SubjectWave> OUTPUT =
      new OutputTag<>("subject-waves") {
        private static final long serialVersionUID = 1L;
      };

  /** Makes the message that carries a wave. */
  public static SubjectWave of(Waveform waveform, float[] colours) {
    return new SubjectWave(waveform.subjectId(), waveform, colours, new String[0]);
  }

  /** Makes the message that says which cameras were removed. */
  public static SubjectWave removed(String subjectId, String[] cameraIds) {
    return new SubjectWave(subjectId, null, new float[0], cameraIds);
  }
}
