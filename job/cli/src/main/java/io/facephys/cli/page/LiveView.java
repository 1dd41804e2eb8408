package io.facephys.cli.page;

import io.facephys.schemas.PulseBeat;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.VitalSigns;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What has recently come of one subject and camera, and what of it is new since the last batch. Not
 * for several threads.
 */
final class LiveView {
  private static final long WAVE_MICROS = 15_000_000;
  private static final long TREND_MICROS = 300_000_000;

  /**
   * A wave and when it came.
   *
   * @param arrivedMillis since the epoch
   */
  record ArrivedWave(PulseWaveform wave, long arrivedMillis) {
    long lastMicros() {
      List<Long> times = wave.getCaptureTimesMicros();
      return times.get(times.size() - 1);
    }
  }

  /** Records of one view, each list in the order of capture. */
  record Records(List<ArrivedWave> waves, List<VitalSigns> rows, List<PulseBeat> beats) {
    private static Records none() {
      return new Records(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    boolean isEmpty() {
      return waves.isEmpty() && rows.isEmpty() && beats.isEmpty();
    }
  }

  private final Deque<ArrivedWave> waves = new ArrayDeque<>();
  private final Deque<VitalSigns> rows = new ArrayDeque<>();
  private final Deque<PulseBeat> beats = new ArrayDeque<>();
  private Records unsent = Records.none();
  private long arrivedMillis;

  void add(PulseWaveform wave, long nowMillis) {
    ArrivedWave arrived = new ArrivedWave(wave, nowMillis);
    arrivedMillis = nowMillis;
    if (wave.getWave().isEmpty() || isRepeat(arrived)) {
      return;
    }
    waves.addLast(arrived);
    unsent.waves.add(arrived);
    while (waves.getFirst().lastMicros() < arrived.lastMicros() - WAVE_MICROS) {
      waves.removeFirst();
    }
  }

  /** With at-least-once delivery the newest waves come again after a failure of the job. */
  private boolean isRepeat(ArrivedWave wave) {
    @Nullable ArrivedWave newest = waves.peekLast();
    return newest != null
        && wave.wave.getSegment() <= newest.wave.getSegment()
        && wave.lastMicros() <= newest.lastMicros();
  }

  void add(VitalSigns row, long nowMillis) {
    arrivedMillis = nowMillis;
    rows.addLast(row);
    unsent.rows.add(row);
    while (Micros.of(rows.getFirst().getWindowEnd())
        < Micros.of(row.getWindowEnd()) - TREND_MICROS) {
      rows.removeFirst();
    }
  }

  void add(PulseBeat beat, long nowMillis) {
    arrivedMillis = nowMillis;
    beats.addLast(beat);
    unsent.beats.add(beat);
    while (Micros.of(beats.getFirst().getBeatTime())
        < Micros.of(beat.getBeatTime()) - WAVE_MICROS) {
      beats.removeFirst();
    }
  }

  /** Everything that is kept. */
  Records all() {
    return new Records(List.copyOf(waves), List.copyOf(rows), List.copyOf(beats));
  }

  /** What has come since the last call. */
  Records takeUnsent() {
    Records taken = unsent;
    unsent = Records.none();
    return taken;
  }

  /** When anything last came, milliseconds since the epoch. */
  long arrivedMillis() {
    return arrivedMillis;
  }
}
