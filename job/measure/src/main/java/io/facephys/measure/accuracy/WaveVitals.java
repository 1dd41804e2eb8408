package io.facephys.measure.accuracy;

import io.facephys.engine.frames.FrameColours;
import io.facephys.engine.recording.Recording;
import io.facephys.engine.vitals.VitalsStep;
import io.facephys.engine.vitals.WavePiece;
import java.util.stream.IntStream;

/**
 * Vital signs of any wave of a recording, by the rule of the job.
 *
 * @param colours see {@link FrameColours}
 */
public record WaveVitals(long[] captureTimesMicros, float[] colours) {
  /** Of waves of this recording. */
  public static WaveVitals of(Recording recording) {
    return new WaveVitals(recording.captureTimesMicros(), FrameColours.of(recording.frames()));
  }

  /** The rows and beats of a wave, one sample a frame. */
  public VitalsStep.Result of(double[] wave) {
    float[] samples = new float[wave.length];
    IntStream.range(0, wave.length).forEach(i -> samples[i] = (float) wave[i]);
    return VitalsStep.advance(null, new WavePiece(0, captureTimesMicros, samples, colours));
  }
}
