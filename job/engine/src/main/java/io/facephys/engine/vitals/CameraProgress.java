package io.facephys.engine.vitals;

import static io.facephys.engine.Frames.CHANNELS;
import static io.facephys.engine.PulseRules.MICROS_PER_SECOND;

import io.facephys.engine.FrameIntervals;
import io.facephys.engine.PulseRules;
import io.facephys.engine.vitals.CameraVitals.Mark;
import io.facephys.engine.vitals.CameraVitals.Samples;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link CameraVitals} while samples are added to it. */
final class CameraProgress {
  /**
   * Within 2 s the wave recovers from a replaced interval, see {@link FrameIntervals}, and from the
   * model's initial state so far that a rate can be read.
   */
  static final long SETTLING_MICROS = 2 * MICROS_PER_SECOND;

  // A third of a second of equal frames at 30 Hz: chosen on painted clips.
  private static final int FROZEN_FRAMES = 10;
  private static final float BLACK_BELOW = PulseRules.BLACK_BELOW / 255f;

  private final List<Vitals> rows = new ArrayList<>();
  private final List<Beat> newBeats = new ArrayList<>();
  private final List<Beat> beats = new ArrayList<>();
  private boolean started;
  private long segment;
  private long segmentStart;
  private long usableFrom;
  private int equalFrames;
  private long beatsUntil;
  private BeatTemplate template = BeatTemplate.EMPTY;
  private final long[] times;
  private final float[] wave;
  private final float[] colours;
  private final byte[] marks;
  private int first;
  private int end;

  CameraProgress(@Nullable CameraVitals kept, int more) {
    Samples samples = kept == null ? Samples.NONE : kept.samples();
    end = samples.count();
    times = Arrays.copyOf(samples.timesMicros(), end + more);
    wave = Arrays.copyOf(samples.wave(), end + more);
    colours = Arrays.copyOf(samples.colours(), CHANNELS * (end + more));
    marks = Arrays.copyOf(samples.marks(), end + more);
    if (kept != null) {
      started = true;
      segment = kept.segment();
      segmentStart = kept.segmentStartMicros();
      usableFrom = kept.usableFromMicros();
      equalFrames = kept.equalFrames();
      beats.addAll(kept.beats());
      beatsUntil = kept.beatsUntilMicros();
      template = kept.template();
    }
  }

  /** Adds a sample, after the row that is due before it. */
  void add(WavePiece piece, int i) {
    long time = piece.timesMicros()[i];
    long last = end > first ? times[end - 1] : Long.MIN_VALUE;
    if (started && end > first && time <= last && piece.segment() == segment) {
      return;
    }
    if (end > first && time > last) {
      long second = Math.floorDiv(time, MICROS_PER_SECOND) * MICROS_PER_SECOND;
      if (second > last) {
        row(second);
      }
    }
    if (!started || piece.segment() != segment || time <= last) {
      startSegment(piece.segment(), time);
    } else if (time - last > FrameIntervals.MAX_MICROS) {
      usableFrom = Math.max(usableFrom, time + SETTLING_MICROS);
    }
    append(piece, i, time);
  }

  private void startSegment(long number, long time) {
    started = true;
    segment = number;
    segmentStart = time;
    usableFrom = time + SETTLING_MICROS;
    equalFrames = 0;
    beats.clear();
    beatsUntil = time;
    template = BeatTemplate.EMPTY;
    first = end;
  }

  private void append(WavePiece piece, int i, long time) {
    times[end] = time;
    wave[end] = piece.wave()[i];
    boolean equal = end > first;
    float brightness = 0;
    for (int channel = 0; channel < CHANNELS; channel++) {
      float colour = piece.colours()[CHANNELS * i + channel];
      colours[CHANNELS * end + channel] = colour;
      equal = equal && colour == colours[CHANNELS * (end - 1) + channel];
      brightness += colour / CHANNELS;
    }
    equalFrames = equal ? equalFrames + 1 : 0;
    marks[end] = mark(time, brightness).code;
    end++;
    while (first < end
        && (times[first] < time - CameraVitals.SECONDS * MICROS_PER_SECOND
            || end - first > CameraVitals.MAX_SAMPLES)) {
      first++;
    }
  }

  private Mark mark(long time, float brightness) {
    boolean black = brightness < BLACK_BELOW;
    if (black || equalFrames >= FROZEN_FRAMES) {
      usableFrom = Math.max(usableFrom, time + SETTLING_MICROS);
      return black ? Mark.BLACK : Mark.FROZEN;
    }
    return time < usableFrom ? Mark.SETTLING : Mark.USABLE;
  }

  private void row(long second) {
    Window window = window(second);
    for (Beat beat : window.beatsAfter(beatsUntil, beats, template)) {
      double[] cut = window.cut(beat);
      template = cut == null ? template : template.with(cut);
      beats.add(beat);
      newBeats.add(beat);
    }
    beatsUntil = Math.max(beatsUntil, second - Window.FINAL_AFTER_MICROS);
    beats.removeIf(
        beat -> beat.timeMicros() < second - Variability.LONG_SECONDS * MICROS_PER_SECOND);
    rows.add(new VitalsRule(window, beats).judge());
  }

  private Window window(long second) {
    return new Window(samples(), segment, segmentStart, second);
  }

  private Samples samples() {
    return new Samples(
        Arrays.copyOfRange(times, first, end),
        Arrays.copyOfRange(wave, first, end),
        Arrays.copyOfRange(colours, CHANNELS * first, CHANNELS * end),
        Arrays.copyOfRange(marks, first, end));
  }

  VitalsStep.Result result(long pieceSegment) {
    CameraVitals next =
        new CameraVitals(
            started ? segment : pieceSegment,
            segmentStart,
            usableFrom,
            equalFrames,
            samples(),
            List.copyOf(beats),
            beatsUntil,
            template);
    return new VitalsStep.Result(List.copyOf(rows), List.copyOf(newBeats), next);
  }
}
