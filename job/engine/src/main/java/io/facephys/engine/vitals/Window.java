package io.facephys.engine.vitals;

import static io.facephys.engine.Frames.CHANNELS;
import static io.facephys.engine.PulseRules.MICROS_PER_SECOND;

import io.facephys.engine.FrameIntervals;
import io.facephys.engine.PulseRules;
import io.facephys.engine.signal.EvenGrid;
import io.facephys.engine.vitals.CameraVitals.Mark;
import io.facephys.engine.vitals.CameraVitals.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The wave before a whole second: what of it counts, and the beats in it. */
final class Window {
  static final int SECONDS = 10;
  static final double MIN_SECONDS = 5;

  /**
   * By how much the wave of a whole window may be shorter: an interval between frames at each end.
   */
  static final double MAX_EDGE_SECONDS = 0.5;

  static final long FINAL_AFTER_MICROS = 1_500_000;
  private static final double BEAT_SECONDS = 6; // as MSPTD is defined for
  private static final double MIN_BEAT_SECONDS = 3;
  private static final double MAX_BEAT_INTERVAL_SECONDS = 2; // 30 bpm
  private static final double MIN_BEAT_INTERVAL_SECONDS = 0.3; // 200 bpm
  private static final double MISSING_BEAT = 1.6; // times the interval before

  private final Samples samples;
  private final long endMicros;
  private final long startMicros;
  private final long segment;
  private final int pieceFrom; // of the unbroken usable wave that reaches the end
  private final double[] seconds; // of that piece, before the end
  private final double[] wave;

  Window(Samples samples, long segment, long segmentStartMicros, long endMicros) {
    this.samples = samples;
    this.segment = segment;
    this.endMicros = endMicros;
    this.startMicros =
        Math.min(
            endMicros,
            Math.max(
                endMicros - SECONDS * MICROS_PER_SECOND,
                segmentStartMicros + CameraProgress.SETTLING_MICROS));
    this.pieceFrom = pieceFrom();
    this.seconds = piece(i -> PulseRules.seconds(samples.timesMicros()[i] - endMicros));
    this.wave = piece(i -> samples.wave()[i]);
  }

  private int pieceFrom() {
    int count = samples.count();
    if (count == 0 || endMicros - samples.timesMicros()[count - 1] > FrameIntervals.MAX_MICROS) {
      return count;
    }
    int from = count;
    while (from > 0
        && usable(from - 1)
        && samples.timesMicros()[from - 1] >= startMicros
        && (from == count || isJoined(from))) {
      from--;
    }
    return from;
  }

  private double[] piece(IntToDoubleFunction ofSample) {
    double[] values = new double[samples.count() - pieceFrom];
    Arrays.setAll(values, i -> ofSample.applyAsDouble(pieceFrom + i));
    return values;
  }

  private boolean usable(int i) {
    return samples.marks()[i] == Mark.USABLE.code;
  }

  /** Whether no gap lies before a sample. */
  private boolean isJoined(int i) {
    return samples.timesMicros()[i] - samples.timesMicros()[i - 1] <= FrameIntervals.MAX_MICROS;
  }

  long startMicros() {
    return startMicros;
  }

  long endMicros() {
    return endMicros;
  }

  long segment() {
    return segment;
  }

  /** Length of the window without the warm-up, seconds. */
  double lengthSeconds() {
    return PulseRules.seconds(endMicros - startMicros);
  }

  /** Length of the unbroken usable wave that reaches the end, seconds. */
  double pieceSeconds() {
    return seconds.length < 2 ? 0 : -seconds[0];
  }

  double pieceFrameRateHz() {
    return (seconds.length - 1) / (seconds[seconds.length - 1] - seconds[0]);
  }

  /** Share of the window that usable samples cover. */
  double coverage() {
    double covered = 0;
    long before = startMicros;
    boolean usableBefore = true;
    for (int i = 0; i < samples.count(); i++) {
      long time = samples.timesMicros()[i];
      if (time >= startMicros) {
        boolean joined = time - before <= FrameIntervals.MAX_MICROS;
        covered += usable(i) && usableBefore && joined ? time - before : 0;
        before = time;
        usableBefore = usable(i);
      }
    }
    boolean joined = endMicros - before <= FrameIntervals.MAX_MICROS;
    covered += usableBefore && joined ? endMicros - before : 0;
    return endMicros == startMicros ? 0 : covered / (endMicros - startMicros);
  }

  /** Frames a second in the window; null if it holds fewer than two. */
  @Nullable Double frameRateHz() {
    long[] inside =
        Arrays.stream(samples.timesMicros())
            .filter(t -> t >= endMicros - SECONDS * MICROS_PER_SECOND)
            .toArray();
    return inside.length < 2
        ? null
        : (inside.length - 1)
            * (double) MICROS_PER_SECOND
            / (inside[inside.length - 1] - inside[0]);
  }

  /** What is wrong with most of the frames that do not count; null if nothing is. */
  @Nullable AbsentReason frameProblem() {
    int frozen = count(Mark.FROZEN);
    int black = count(Mark.BLACK);
    if (10 * Math.max(frozen, black) < samples.count()) {
      return null;
    }
    return frozen > black ? AbsentReason.FROZEN : AbsentReason.BLACK;
  }

  private int count(Mark mark) {
    return (int)
        IntStream.range(0, samples.count()).filter(i -> samples.marks()[i] == mark.code).count();
  }

  double[] seconds() {
    return seconds;
  }

  double[] wave() {
    return wave;
  }

  /** The piece on an even grid. */
  double[] even() {
    return EvenGrid.of(seconds, wave);
  }

  /** The mean colours over the piece on an even grid, {@code (channel, point)}. */
  double[][] evenColours() {
    return IntStream.range(0, CHANNELS)
        .mapToObj(
            channel -> EvenGrid.of(seconds, piece(i -> samples.colours()[CHANNELS * i + channel])))
        .toArray(double[][]::new);
  }

  double @Nullable [] cut(Beat beat) {
    return BeatTemplate.cut(seconds, wave, PulseRules.seconds(beat.timeMicros() - endMicros));
  }

  /** Beats that are final now and later than {@code untilMicros}. */
  List<Beat> beatsAfter(long untilMicros, List<Beat> earlier, BeatTemplate template) {
    List<Beat> found = new ArrayList<>();
    if (pieceSeconds() < MIN_BEAT_SECONDS) {
      return found;
    }
    int from = 0;
    while (seconds[from] < -BEAT_SECONDS) {
      from++;
    }
    double[] times = Arrays.copyOfRange(seconds, from, seconds.length);
    double[] values = Arrays.copyOfRange(wave, from, wave.length);
    double[] even = EvenGrid.of(times, values);
    double start = times[times.length - 1] - (even.length - 1) / EvenGrid.HZ;
    List<Integer> second = EnergyDetector.peaks(even);
    @Nullable Beat last = earlier.isEmpty() ? null : earlier.get(earlier.size() - 1);
    for (int peak : MsptdDetector.peaks(even)) {
      PeakTime time = PeakTime.near(times, values, nearest(times, start + peak / EvenGrid.HZ));
      long micros = endMicros + Math.round(time.seconds() * MICROS_PER_SECOND);
      boolean isNew =
          micros > untilMicros
              && micros <= endMicros - FINAL_AFTER_MICROS
              && (last == null
                  || micros - last.timeMicros() >= MIN_BEAT_INTERVAL_SECONDS * MICROS_PER_SECOND);
      if (isNew) {
        boolean confirmed = EnergyDetector.agrees(second, peak);
        last = beat(time, micros, last, confirmed, template);
        found.add(last);
      }
    }
    return found;
  }

  private Beat beat(
      PeakTime time, long micros, @Nullable Beat last, boolean confirmed, BeatTemplate template) {
    double[] cut = BeatTemplate.cut(seconds, wave, time.seconds());
    double peak = Double.NEGATIVE_INFINITY;
    double trough = Double.POSITIVE_INFINITY;
    for (int i = 0; i < seconds.length; i++) {
      if (seconds[i] > time.seconds() - 0.5 && seconds[i] < time.seconds() + 0.1) {
        peak = Math.max(peak, wave[i]);
        trough = seconds[i] < time.seconds() ? Math.min(trough, wave[i]) : trough;
      }
    }
    return new Beat(
        segment,
        micros,
        time.errorSeconds() * 1000,
        interval(micros, last),
        confirmed,
        cut == null ? Double.NaN : template.correlation(cut),
        peak,
        Math.min(peak, trough));
  }

  /** From the beat before, if no break and no missing beat lies between them. */
  private double interval(long micros, @Nullable Beat last) {
    if (last == null
        || last.timeMicros() < endMicros + Math.round(seconds[0] * MICROS_PER_SECOND)) {
      return Double.NaN;
    }
    double millis = (micros - last.timeMicros()) / 1e3;
    boolean missing = last.hasInterval() && millis > MISSING_BEAT * last.intervalMillis();
    return missing || millis > 1000 * MAX_BEAT_INTERVAL_SECONDS ? Double.NaN : millis;
  }

  private static int nearest(double[] times, double at) {
    int best = 0;
    for (int i = 1; i < times.length; i++) {
      best = Math.abs(times[i] - at) < Math.abs(times[best] - at) ? i : best;
    }
    return best;
  }
}
