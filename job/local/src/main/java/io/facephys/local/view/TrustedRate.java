package io.facephys.local.view;

import io.facephys.engine.signal.RateWindow;
import io.facephys.schemas.PulseWaveform;
import io.facephys.schemas.QualityReason;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Pulse rate of one segment of wave, or the reason why there is none. Not for several threads.
 *
 * <p>schemas/README.md ("Which waves to use") decides what a rate is read from:
 *
 * <ul>
 *   <li>A chunk with a reason in {@link #UNUSABLE} is left out, and there is no rate while it is
 *       the newest. These are the reasons that the page leaves out in any case, and {@code
 *       UNKNOWN}, a reason that this version cannot judge.
 *   <li>A chunk after a gap, and the chunks that begin in the {@value #DOUBTFUL_SECONDS} s after
 *       it, are left out; what lies before and after them still gives a rate.
 *   <li>{@code FRAMES_DROPPED} and {@code NUMBERING_RESTART} say nothing against the wave. The
 *       other reasons come with a new segment, which is warming up.
 * </ul>
 */
final class TrustedRate {
  static final double DOUBTFUL_SECONDS = 2;

  private static final Set<QualityReason> UNUSABLE =
      EnumSet.of(
          QualityReason.UNKNOWN,
          QualityReason.WARMING_UP,
          QualityReason.LOW_FRAME_RATE,
          QualityReason.BLACK,
          QualityReason.CONSTANT,
          QualityReason.UNIT_RANGE,
          QualityReason.FROZEN);

  private final RateWindow window = new RateWindow();
  private Optional<QualityReason> objection = Optional.empty();
  private long doubtfulUntilMicros = Long.MIN_VALUE;
  private long endMicros;

  /** Takes in the wave of the segment's next chunk. */
  void add(PulseWaveform wave) {
    List<Long> times = wave.getCaptureTimesMicros();
    endMicros = times.get(times.size() - 1);
    objection = objection(wave);
    if (isAfterGap(wave)) {
      doubtfulUntilMicros = endMicros + Math.round(DOUBTFUL_SECONDS * 1e6);
    }
    if (objection.isEmpty() && times.get(0) > doubtfulUntilMicros) {
      window.add(times.stream().mapToLong(Long::longValue).toArray(), samples(wave));
    }
  }

  /** Beats a minute; empty if there is too little wave, or the newest is unusable. */
  OptionalDouble beatsPerMinute() {
    return objection.isPresent() ? OptionalDouble.empty() : window.beatsPerMinute(endMicros);
  }

  /** The rate with one decimal; without one the reason, or "-" if there is just too little wave. */
  String text() {
    OptionalDouble rate = beatsPerMinute();
    return rate.isPresent()
        ? "%.1f".formatted(rate.getAsDouble())
        : objection.map(QualityReason::name).orElse("-");
  }

  static boolean isWarmingUp(PulseWaveform wave) {
    return wave.getReasons().contains(QualityReason.WARMING_UP);
  }

  private static Optional<QualityReason> objection(PulseWaveform wave) {
    return wave.getReasons().stream().filter(UNUSABLE::contains).findFirst();
  }

  private static boolean isAfterGap(PulseWaveform wave) {
    return wave.getReasons().contains(QualityReason.GAP);
  }

  private static float[] samples(PulseWaveform wave) {
    float[] samples = new float[wave.getWave().size()];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = wave.getWave().get(i);
    }
    return samples;
  }
}
