package io.facephys.engine.vitals;

import io.facephys.engine.Frames;
import io.facephys.engine.frames.FrameColours;

/**
 * The wave of consecutive frames of one camera.
 *
 * @param segment number of the stretch of wave without a restart of the model
 * @param timesMicros capture time of each sample; samples not later than one before are ignored
 * @param wave one sample per frame, finite
 * @param colours (frame, channel): mean of R, G and B of each frame, see {@link FrameColours}
 */
public record WavePiece(long segment, long[] timesMicros, float[] wave, float[] colours) {
  public WavePiece {
    if (wave.length != timesMicros.length || colours.length != Frames.CHANNELS * wave.length) {
      throw new IllegalArgumentException(
          "%d times, %d samples and %d colours; as many samples as times and 3 colours each are needed"
              .formatted(timesMicros.length, wave.length, colours.length));
    }
  }
}
