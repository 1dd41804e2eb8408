package io.facephys.cli.live;

import io.facephys.schemas.PulseBeat;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.QualityReason;
import io.facephys.schemas.VitalSigns;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What has recently come out of the job for one subject and camera: 15 s of its wave and beats and
 * 5 minutes of its rates. All times of arrival are milliseconds since the epoch. Not for several
 * threads.
 */
public final class SubjectTrack {
  private static final long WAVE_SECONDS = 15;
  private static final long RATES_SECONDS = 300;
  private static final long UNLIMITED_SECONDS = Integer.MAX_VALUE;
  private static final int SPEED_SECONDS = 5;

  /**
   * A stretch of wave.
   *
   * @param seconds capture time of each sample, since the epoch, strictly rising
   * @param samples the wave
   */
  public record Stretch(double[] seconds, double[] samples) {}

  /** A wave and when it arrived. */
  public record ArrivedWave(PulseWaveform wave, long arrivedMillis) {
    private long lastMicros() {
      List<Long> times = wave.getCaptureTimesMicros();
      return times.get(times.size() - 1);
    }
  }

  /** The pulse rate and interval of a second that ended then, capture time since the epoch. */
  public record Rate(
      long endMillis, @Nullable Double bpm, @Nullable Double lowBpm, @Nullable Double highBpm) {}

  private final Recent<ArrivedWave> waves;
  private final Recent<Long> beatsMillis;
  private final Recent<Rate> rates;
  private @Nullable VitalSigns newestRow;
  private long arrivedMillis;
  private long frames;

  public SubjectTrack() {
    this(WAVE_SECONDS, RATES_SECONDS);
  }

  private SubjectTrack(long waveSeconds, long ratesSeconds) {
    waves = new Recent<>(waveSeconds * 1_000_000, ArrivedWave::lastMicros);
    beatsMillis = new Recent<>(waveSeconds * 1_000, millis -> millis);
    rates = new Recent<>(ratesSeconds * 1_000, Rate::endMillis);
  }

  /** A track that keeps everything. */
  static SubjectTrack unlimited() {
    return new SubjectTrack(UNLIMITED_SECONDS, UNLIMITED_SECONDS);
  }

  /**
   * Adds a wave of at least one sample that arrived at {@code nowMillis}.
   *
   * @return whether it is new; with at-least-once delivery the newest waves come again after a
   *     failure of the job
   */
  public boolean add(PulseWaveform wave, long nowMillis) {
    arrivedMillis = nowMillis;
    ArrivedWave arrived = new ArrivedWave(wave, nowMillis);
    ArrivedWave newest = waves.newest();
    if (newest != null
        && wave.getSegment() <= newest.wave.getSegment()
        && arrived.lastMicros() <= newest.lastMicros()) {
      return false;
    }
    waves.add(arrived);
    frames += wave.getWave().size();
    return true;
  }

  /** Adds the vital signs of a second, which arrived at {@code nowMillis}. */
  public void add(VitalSigns row, long nowMillis) {
    arrivedMillis = nowMillis;
    newestRow = row;
    rates.add(
        new Rate(
            row.getWindowEnd().toEpochMilli(),
            row.getPulseRateBpm(),
            row.getPulseRateLowBpm(),
            row.getPulseRateHighBpm()));
  }

  /** Adds a beat that arrived at {@code nowMillis}. */
  public void add(PulseBeat beat, long nowMillis) {
    arrivedMillis = nowMillis;
    beatsMillis.add(beat.getBeatTime().toEpochMilli());
  }

  /** When anything last arrived; 0 before. */
  public long arrivedMillis() {
    return arrivedMillis;
  }

  /** Frames whose wave has come, from the beginning. */
  public long frames() {
    return frames;
  }

  /**
   * Frames a second by the camera's clock, over the last 5 s of wave; 0 if no wave has come for 5
   * s.
   */
  public double framesPerSecond(long nowMillis) {
    ArrivedWave newest = waves.newest();
    if (newest == null || nowMillis - newest.arrivedMillis > SPEED_SECONDS * 1000) {
      return 0;
    }
    double[] seconds = last(SPEED_SECONDS).seconds();
    return (seconds.length - 1) / Math.max(1e-6, seconds[seconds.length - 1] - seconds[0]);
  }

  /**
   * From the capture of the newest wave's last frame until that wave arrived, milliseconds; empty
   * while the model is warming up.
   */
  public OptionalLong delayMillis() {
    ArrivedWave newest = waves.newest();
    return newest == null || newest.wave.getReasons().contains(QualityReason.WARMING_UP)
        ? OptionalLong.empty()
        : OptionalLong.of(newest.arrivedMillis - newest.lastMicros() / 1000);
  }

  /** The waves that are kept, of all segments. */
  public Collection<ArrivedWave> waves() {
    return waves.all();
  }

  /** The times of the beats that are kept: capture time, milliseconds since the epoch. */
  public Collection<Long> beatsMillis() {
    return beatsMillis.all();
  }

  /** The pulse rates that are kept. */
  public Collection<Rate> rates() {
    return rates.all();
  }

  /** The newest vital signs. */
  public Optional<VitalSigns> vitalSigns() {
    return Optional.ofNullable(newestRow);
  }

  /** Pulse rate of the newest vital signs, beats a minute; empty if they have none. */
  public OptionalDouble beatsPerMinute() {
    return newestRow == null || newestRow.getPulseRateBpm() == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(newestRow.getPulseRateBpm());
  }

  /** The rate as text; without one the reason, such as WARMING_UP, or "-" before the first row. */
  public String rateText() {
    OptionalDouble rate = beatsPerMinute();
    return rate.isPresent()
        ? "%.1f".formatted(rate.getAsDouble())
        : Objects.requireNonNullElse(
            newestRow == null ? null : newestRow.getPulseRateAbsentReason(), "-");
  }

  /**
   * The last {@code seconds} of the newest segment's wave, trusted or not, as far as it is kept.
   */
  public Stretch last(double seconds) {
    List<Double> times = new ArrayList<>();
    List<Double> samples = new ArrayList<>();
    ArrivedWave newest = waves.newest();
    if (newest != null) {
      long from = newest.lastMicros() - (long) (seconds * 1e6);
      waves.all().stream()
          .map(ArrivedWave::wave)
          .filter(wave -> wave.getSegment() == newest.wave.getSegment())
          .forEach(wave -> addFrom(from, wave, times, samples));
    }
    return new Stretch(
        times.stream().mapToDouble(Double::doubleValue).toArray(),
        samples.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static void addFrom(
      long fromMicros, PulseWaveform wave, List<Double> times, List<Double> samples) {
    for (int i = 0; i < wave.getWave().size(); i++) {
      long micros = wave.getCaptureTimesMicros().get(i);
      if (micros >= fromMicros) {
        times.add(micros / 1e6);
        samples.add((double) wave.getWave().get(i));
      }
    }
  }
}
