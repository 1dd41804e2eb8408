package io.facephys.engine.vitals;

import java.util.List;

/**
 * What is kept of a camera between pieces of wave. Immutable: the arrays are never changed.
 *
 * @param segment number of the last sample's segment
 * @param segmentStartMicros time of the segment's first sample
 * @param usableFromMicros samples before this time are not used, because the segment began or a gap
 *     or bad frames came before
 * @param equalFrames how many frames up to the last one had the same colours
 * @param samples the last {@value #SECONDS} s
 * @param beats of the segment, in order, of the last {@link Variability#LONG_SECONDS} s
 * @param beatsUntilMicros no beat will be added at or before this time
 * @param template mean shape of the segment's beats
 */
public record CameraVitals(
    long segment,
    long segmentStartMicros,
    long usableFromMicros,
    int equalFrames,
    Samples samples,
    List<Beat> beats,
    long beatsUntilMicros,
    BeatTemplate template) {
  /** How much wave is kept; a window and a little more. */
  static final int SECONDS = 12;

  /** However many frames a second a camera sends, no more samples than this are kept. */
  static final int MAX_SAMPLES = SECONDS * 240; // frames a second

  /** What a sample can be used for. */
  public enum Mark {
    /** For everything. */
    USABLE(0),
    /** For nothing: it is within 2 s after the start of a segment, a gap or bad frames. */
    SETTLING(1),
    /** For nothing: its frame is one of many that are the same. */
    FROZEN(2),
    /** For nothing: its frame is black. */
    BLACK(3);

    /** How it is stored; frozen, because checkpoints hold it. */
    final byte code;

    Mark(int code) {
      this.code = (byte) code;
    }
  }

  /**
   * Samples with their times.
   *
   * @param timesMicros rising
   * @param wave one sample per time
   * @param colours (sample, channel): mean R, G and B of the frame
   * @param marks code of a {@link Mark}, one per time
   */
  public record Samples(long[] timesMicros, float[] wave, float[] colours, byte[] marks) {
    static final Samples NONE = new Samples(new long[0], new float[0], new float[0], new byte[0]);

    int count() {
      return timesMicros.length;
    }
  }
}
