package io.facephys.pipeline.time;

import io.facephys.engine.FrameIntervals;
import io.facephys.engine.Internal;
import io.facephys.engine.PulseRules;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What the model is shown for the used frames of a chunk: each of them, and before a frame that
 * follows a gap the same frame again, as a stand-in for the missing ones. EXPERIMENTS.md has the
 * measurements behind this.
 *
 * @param frames places among the used frames, in the order in which the model is shown them
 * @param intervalsSeconds the interval that the model is given with each
 * @param standIn whether the frame stands in for a missing one; its sample is thrown away
 * @param replacedIntervals how many used frames get another interval than their true one
 */
@Internal
public record ShownFrames(
    int[] frames, float[] intervalsSeconds, boolean[] standIn, int replacedIntervals) {
  /**
   * Frames that continue a segment.
   *
   * @param previousMicros capture time of the last frame before them
   * @param maxStandIns how many stand-ins the chunk gets at most
   */
  public static ShownFrames after(long previousMicros, UsedFrames used, int maxStandIns) {
    long[] times = used.timesMicros();
    int[] standIns = new int[times.length];
    long before = previousMicros;
    int left = maxStandIns;
    for (int i = 0; i < times.length; i++) {
      double seconds = PulseRules.seconds(times[i] - before);
      if (seconds > FrameIntervals.MAX_SECONDS) {
        standIns[i] =
            (int) Math.min(left, Math.round(seconds * FrameIntervals.NOMINAL_RATE_HZ) - 1);
        left -= standIns[i];
      }
      before = times[i];
    }
    return of(FrameIntervals.after(previousMicros, times), standIns);
  }

  /** Frames that start a segment; after a gap the first one is shown for a while before. */
  public static ShownFrames first(UsedFrames used, int maxStandIns) {
    int[] standIns = new int[used.timesMicros().length];
    boolean afterFrames = !used.continuesSegment() && used.start() != UsedFrames.Start.FIRST;
    standIns[0] = afterFrames ? maxStandIns : 0;
    return of(FrameIntervals.ofFirst(used.timesMicros()), standIns);
  }

  private static ShownFrames of(FrameIntervals intervals, int[] standIns) {
    int[] frames =
        IntStream.range(0, standIns.length)
            .flatMap(i -> IntStream.generate(() -> i).limit(standIns[i] + 1L))
            .toArray();
    float[] seconds = new float[frames.length];
    boolean[] standIn = new boolean[frames.length];
    for (int i = 0; i < frames.length; i++) {
      standIn[i] = i + 1 < frames.length && frames[i + 1] == frames[i];
      seconds[i] = standIn[i] ? FrameIntervals.NOMINAL_SECONDS : intervals.seconds()[frames[i]];
    }
    return new ShownFrames(frames, seconds, standIn, intervals.replaced());
  }

  /** The samples of the used frames, out of the samples of all frames shown. */
  public float[] wave(float[] samples) {
    float[] wave = new float[samples.length];
    int count = 0;
    for (int i = 0; i < samples.length; i++) {
      if (!standIn[i]) {
        wave[count++] = samples[i];
      }
    }
    return Arrays.copyOf(wave, count);
  }
}
