package io.facephys.camera.video;

import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * How to read an input.
 *
 * @param pace of a recording
 * @param times where capture times come from; null leaves that to the input
 * @param demuxer options of FFmpeg's demuxer, for example {@code framerate}
 * @param stop is asked several times a second; once true, the input ends
 * @param notices is told, a line each, what happens to the input
 */
public record VideoOptions(
    Pace pace,
    @Nullable TimeSource times,
    Map<String, String> demuxer,
    BooleanSupplier stop,
    Consumer<String> notices) {

  /** How to read a recording; live input always comes as it comes. */
  public enum Pace {
    /** As the camera took it: the first picture is taken now. A live stream that ends is sought. */
    REAL_TIME,
    /** As fast as possible: the last picture was taken just now. */
    AT_ONCE
  }

  /** Times as the input has them, no further options, and nobody who listens. */
  public static VideoOptions of(Pace pace) {
    return new VideoOptions(pace, null, Map.of(), () -> false, notice -> {});
  }

  /** The same with other times. */
  public VideoOptions withTimes(TimeSource newTimes) {
    return new VideoOptions(pace, newTimes, demuxer, stop, notices);
  }

  /** The same with a listener. */
  public VideoOptions withNotices(Consumer<String> newNotices) {
    return new VideoOptions(pace, times, demuxer, stop, newNotices);
  }
}
