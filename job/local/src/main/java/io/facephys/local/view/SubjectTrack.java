package io.facephys.local.view;

import io.facephys.engine.signal.PulseRate;
import io.facephys.schemas.PulseWaveform;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalDouble;

/** What has come out for one subject in the last while. Not for several threads. */
public final class SubjectTrack {
  /** Length of wave that a rate is read from, seconds. */
  public static final int RATE_WINDOW_SECONDS = 15;

  private static final long WARM_UP_FRAMES = 150;
  private static final long KEPT_MICROS = 120_000_000;
  private static final long SPEED_WINDOW_MILLIS = 5_000;

  private record Arrival(PulseWaveform wave, long millis) {}

  /**
   * A stretch of wave.
   *
   * @param seconds of each sample, since the epoch, strictly rising
   * @param samples the wave
   */
  @SuppressWarnings("ArrayRecordComponent") // points of a plot; nobody compares them
  public record Stretch(double[] seconds, double[] samples) {}

  private final Deque<Arrival> arrivals = new ArrayDeque<>();
  private final List<Long> delaysMillis = new ArrayList<>();
  private long frames;

  /** Takes a wave in that came at {@code nowMillis}. */
  public void add(PulseWaveform wave, long nowMillis) {
    arrivals.addLast(new Arrival(wave, nowMillis));
    frames += wave.getWave().size();
    if (wave.getFramesBefore() >= WARM_UP_FRAMES) {
      delaysMillis.add(nowMillis - lastMicros(wave) / 1000);
    }
    while (lastMicros(arrivals.getFirst().wave) < lastMicros(wave) - KEPT_MICROS) {
      arrivals.removeFirst();
    }
  }

  /** Frames whose wave has come. */
  public long frames() {
    return frames;
  }

  /** Frames a second that came in the last 5 s. */
  public double framesPerSecond(long nowMillis) {
    return arrivals.stream()
            .filter(arrival -> arrival.millis > nowMillis - SPEED_WINDOW_MILLIS)
            .mapToInt(arrival -> arrival.wave.getWave().size())
            .sum()
        * 1000.0
        / SPEED_WINDOW_MILLIS;
  }

  /**
   * From the capture of each chunk's last frame until its wave was read, milliseconds, in order of
   * arrival.
   */
  public List<Long> delaysMillis() {
    return delaysMillis;
  }

  /**
   * Rate of the last {@value #RATE_WINDOW_SECONDS} s without the warm-up, beats a minute; empty
   * while that is too short.
   */
  public OptionalDouble beatsPerMinute() {
    Stretch stretch = last(RATE_WINDOW_SECONDS, WARM_UP_FRAMES);
    return PulseRate.beatsPerMinute(stretch.seconds, stretch.samples);
  }

  /** The last {@code seconds} of the wave. */
  public Stretch last(double seconds) {
    return last(seconds, 0);
  }

  private Stretch last(double seconds, long leastFramesBefore) {
    List<Double> times = new ArrayList<>();
    List<Double> samples = new ArrayList<>();
    long from =
        arrivals.isEmpty() ? 0 : lastMicros(arrivals.getLast().wave) - (long) (seconds * 1e6);
    long before = Long.MIN_VALUE;
    for (Arrival arrival : arrivals) {
      for (int i = 0; i < arrival.wave.getWave().size(); i++) {
        long micros = arrival.wave.getCaptureTimesMicros().get(i);
        boolean warm = arrival.wave.getFramesBefore() + i >= leastFramesBefore;
        if (warm && micros >= from && micros > before) {
          times.add(micros / 1e6);
          samples.add((double) arrival.wave.getWave().get(i));
          before = micros;
        }
      }
    }
    return new Stretch(
        times.stream().mapToDouble(Double::doubleValue).toArray(),
        samples.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static long lastMicros(PulseWaveform wave) {
    List<Long> times = wave.getCaptureTimesMicros();
    return times.get(times.size() - 1);
  }
}
