package io.facephys.measure.validation;

import io.facephys.engine.signal.PulseRate;
import java.util.Arrays;
import java.util.OptionalDouble;
import org.apache.commons.math3.stat.StatUtils;

/**
 * What a sensor measured.
 *
 * @param name of the file
 * @param understood how it was read, for people
 * @param clock from when its times count
 * @param seconds of each sample or beat, rising
 * @param values of each sample; empty for beats
 */
public record Reference(
    String name,
    String understood,
    ReferenceKind kind,
    Clock clock,
    double[] seconds,
    double[] values) {
  private static final double DAY_SECONDS = 86_400;
  private static final double MIN_SHARE = 0.8; // of a window that samples must cover
  private static final double MIN_BEATS_SHARE = 0.6; // the ends of a window lie between beats
  private static final double MAX_BEAT_SECONDS = 2.5; // 24 bpm; a longer interval is a hole

  /** The same with later times. */
  Reference shifted(double bySeconds) {
    double[] shifted = Arrays.stream(seconds).map(time -> time + bySeconds).toArray();
    return new Reference(name, understood, kind, clock, shifted, values);
  }

  /** With the day of the camera, if its times lack one and the camera's do not. */
  Reference dated(Camera camera) {
    if (clock != Clock.DAY || camera.clock() != Clock.EPOCH) {
      return this;
    }
    double day = Math.floor(camera.start() / DAY_SECONDS) * DAY_SECONDS;
    return new Reference(name, understood, kind, Clock.EPOCH, shifted(day).seconds, values);
  }

  /** Time of the first sample. */
  double first() {
    return seconds[0];
  }

  /** Time of the last sample. */
  double last() {
    return seconds[seconds.length - 1];
  }

  /**
   * The pulse rate in a window: the strongest frequency of a wave, the mean of rates, or the beats
   * divided by their time.
   *
   * @return beats a minute; empty if the window is not covered
   */
  OptionalDouble rate(double from, double to) {
    int begin = firstAtOrAfter(from);
    int end = firstAtOrAfter(to);
    double[] times = Arrays.copyOfRange(seconds, begin, end);
    if (times.length < 2) {
      return OptionalDouble.empty();
    }
    double covered = times[times.length - 1] - times[0];
    double window = to - from;
    return switch (kind) {
      case BEATS ->
          covered < MIN_BEATS_SHARE * window || longest(times) > MAX_BEAT_SECONDS
              ? OptionalDouble.empty()
              : OptionalDouble.of(60 * (times.length - 1) / covered);
      case RATES ->
          covered * times.length / (times.length - 1) < MIN_SHARE * window
              ? OptionalDouble.empty()
              : OptionalDouble.of(StatUtils.mean(values, begin, end - begin));
      case PPG ->
          covered < MIN_SHARE * window || longest(times) > Wave.MAX_HOLE_SECONDS
              ? OptionalDouble.empty()
              : PulseRate.beatsPerMinute(times, Arrays.copyOfRange(values, begin, end));
    };
  }

  /** The times of beats; none if only rates are known. */
  double[] beats() {
    return switch (kind) {
      case RATES -> new double[0];
      case BEATS -> seconds;
      case PPG -> Wave.of(seconds, values).peaks();
    };
  }

  private int firstAtOrAfter(double time) {
    int index = Arrays.binarySearch(seconds, time);
    return index < 0 ? -index - 1 : index;
  }

  private static double longest(double[] times) {
    double longest = 0;
    for (int i = 1; i < times.length; i++) {
      longest = Math.max(longest, times[i] - times[i - 1]);
    }
    return longest;
  }
}
