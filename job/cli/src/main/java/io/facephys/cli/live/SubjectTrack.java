package io.facephys.cli.live;

import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.QualityReason;
import io.facephys.schemas.VitalSigns;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What has recently come out of the job for one subject and camera. Not for several threads. */
public final class SubjectTrack {
  private static final long KEPT_MICROS = 30_000_000;
  private static final long SPEED_WINDOW_MILLIS = 5_000;

  private record Arrival(int frames, long millis) {}

  /**
   * A stretch of wave.
   *
   * @param seconds capture time of each sample, since the epoch, strictly rising
   * @param samples the wave
   */
  public record Stretch(double[] seconds, double[] samples) {}

  private final Deque<Arrival> arrivals = new ArrayDeque<>();
  private final Deque<PulseWaveform> segment = new ArrayDeque<>(); // the newest, without repeats
  private final List<Long> delaysMillis = new ArrayList<>();
  private @Nullable VitalSigns newest;
  private long arrivedMillis;
  private long frames;

  /** Takes in a wave that arrived at {@code nowMillis}. */
  public void add(PulseWaveform wave, long nowMillis) {
    arrivedMillis = nowMillis;
    frames += wave.getWave().size();
    arrivals.addLast(new Arrival(wave.getWave().size(), nowMillis));
    while (arrivals.getFirst().millis <= nowMillis - SPEED_WINDOW_MILLIS) {
      arrivals.removeFirst();
    }
    if (!wave.getReasons().contains(QualityReason.WARMING_UP)) {
      delaysMillis.add(nowMillis - lastMicros(wave) / 1000);
    }
    if (!isRepeat(wave)) {
      addToSegment(wave);
    }
  }

  /** With at-least-once delivery the newest waves come again after a failure of the job. */
  private boolean isRepeat(PulseWaveform wave) {
    return !segment.isEmpty()
        && wave.getSegment() <= segment.getLast().getSegment()
        && lastMicros(wave) <= lastMicros(segment.getLast());
  }

  private void addToSegment(PulseWaveform wave) {
    if (!segment.isEmpty() && wave.getSegment() != segment.getLast().getSegment()) {
      segment.clear();
    }
    segment.addLast(wave);
    while (lastMicros(segment.getFirst()) < lastMicros(wave) - KEPT_MICROS) {
      segment.removeFirst();
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
            .mapToInt(Arrival::frames)
            .sum()
        * 1000.0
        / SPEED_WINDOW_MILLIS;
  }

  /**
   * From the capture of each chunk's last frame until its wave was read, milliseconds, in order of
   * arrival and without the warm-up.
   */
  public List<Long> delaysMillis() {
    return delaysMillis;
  }

  /** Takes in the vital signs of a second, which arrived at {@code nowMillis}. */
  public void add(VitalSigns row, long nowMillis) {
    newest = row;
    arrivedMillis = nowMillis;
  }

  /** When a wave or vital signs last arrived, milliseconds since the epoch; 0 before. */
  public long arrivedMillis() {
    return arrivedMillis;
  }

  /** The newest vital signs. */
  public Optional<VitalSigns> vitalSigns() {
    return Optional.ofNullable(newest);
  }

  /** Pulse rate of the newest vital signs, beats a minute; empty if they have none. */
  public OptionalDouble beatsPerMinute() {
    return newest == null || newest.getPulseRateBpm() == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(newest.getPulseRateBpm());
  }

  /** The rate as text; without one the reason, such as WARMING_UP, or "-" before the first row. */
  public String rateText() {
    OptionalDouble rate = beatsPerMinute();
    return rate.isPresent()
        ? "%.1f".formatted(rate.getAsDouble())
        : Objects.requireNonNullElse(
            newest == null ? null : newest.getPulseRateAbsentReason(), "-");
  }

  /** The last {@code seconds} of the newest segment's wave, trusted or not. */
  public Stretch last(double seconds) {
    List<Double> times = new ArrayList<>();
    List<Double> samples = new ArrayList<>();
    long from = segment.isEmpty() ? 0 : lastMicros(segment.getLast()) - (long) (seconds * 1e6);
    for (PulseWaveform wave : segment) {
      for (int i = 0; i < wave.getWave().size(); i++) {
        long micros = wave.getCaptureTimesMicros().get(i);
        if (micros >= from) {
          times.add(micros / 1e6);
          samples.add((double) wave.getWave().get(i));
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
