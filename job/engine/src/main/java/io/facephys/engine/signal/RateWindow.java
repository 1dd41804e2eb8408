package io.facephys.engine.signal;

import io.facephys.engine.FrameIntervals;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Pulse rate over the last {@value #SECONDS} s of a wave that arrives piece by piece and may have
 * holes. Not for several threads.
 *
 * <p>{@link PulseRate} reads a hole as a straight line. Hence there is a rate only where samples
 * cover {@value PulseRate#LEAST_SECONDS} s and at least half of the time since the first of them.
 */
public final class RateWindow {
  /** Length of wave that a rate is read from. */
  public static final int SECONDS = 15;

  private static final long MICROS = 1_000_000;
  private static final double LEAST_COVERED = 0.5;

  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(long micros, double value) {}

  /**
   * Adds a piece of wave; samples that are not later than the one before are ignored.
   *
   * @param captureTimesMicros one a sample
   */
  public void add(long[] captureTimesMicros, float[] wave) {
    for (int i = 0; i < wave.length; i++) {
      if (samples.isEmpty() || captureTimesMicros[i] > samples.getLast().micros) {
        samples.addLast(new Sample(captureTimesMicros[i], wave[i]));
      }
    }
    while (!samples.isEmpty()
        && samples.getFirst().micros < samples.getLast().micros - SECONDS * MICROS) {
      samples.removeFirst();
    }
  }

  /**
   * The rate over the {@value #SECONDS} s before {@code endMicros}, in beats a minute; empty if too
   * little of them is covered.
   */
  public OptionalDouble beatsPerMinute(long endMicros) {
    List<Sample> window =
        samples.stream().filter(s -> s.micros >= endMicros - SECONDS * MICROS).toList();
    if (window.isEmpty()) {
      return OptionalDouble.empty();
    }
    double covered = coveredSeconds(window);
    double since = seconds(endMicros - window.get(0).micros);
    return covered < PulseRate.LEAST_SECONDS || covered < LEAST_COVERED * since
        ? OptionalDouble.empty()
        : PulseRate.beatsPerMinute(
            window.stream().mapToDouble(s -> seconds(s.micros)).toArray(),
            window.stream().mapToDouble(Sample::value).toArray());
  }

  private static double coveredSeconds(List<Sample> window) {
    long covered = 0;
    for (int i = 1; i < window.size(); i++) {
      long interval = window.get(i).micros - window.get(i - 1).micros;
      covered += seconds(interval) <= FrameIntervals.MAX_SECONDS ? interval : 0;
    }
    return seconds(covered);
  }

  private static double seconds(long micros) {
    return micros / (double) MICROS;
  }
}
