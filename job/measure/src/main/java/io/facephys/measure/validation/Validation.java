package io.facephys.measure.validation;

import io.facephys.engine.recording.Recording;
import io.facephys.engine.signal.PulseRate;
import io.facephys.engine.vitals.AbsentReason;
import io.facephys.engine.vitals.RateInterval;
import io.facephys.engine.vitals.Vitals;
import io.facephys.engine.vitals.VitalsStep;
import io.facephys.measure.accuracy.BeatMatch;
import io.facephys.measure.accuracy.PulseMethod;
import io.facephys.measure.accuracy.RatePair;
import io.facephys.measure.accuracy.WaveVitals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs methods on recordings and compares each second with the reference. */
public final class Validation {
  private static final double WINDOW_SECONDS = 10; // of a row of vital signs, at most
  private static final double MIN_WINDOW_SECONDS = PulseRate.MIN_SECONDS;
  private static final String NO_FACE = "NO_FACE";

  private final List<PulseMethod> methods;
  private final Consumer<String> progress;

  /**
   * @param methods with labels of their own
   * @param progress takes what is being done
   */
  public Validation(List<PulseMethod> methods, Consumer<String> progress) {
    this.methods = methods;
    this.progress = progress;
  }

  /** The results, in the order of the recordings. */
  public ValidationResult run(List<ValidationRecording> recordings) {
    return new ValidationResult(
        methods.stream().map(PulseMethod::label).toList(),
        methods.stream().map(PulseMethod::origin).toList(),
        recordings.stream().map(this::compare).toList());
  }

  /** What a method made of one stretch of face. */
  private record Stretch(Wave wave, VitalsStep.Result vitals) {}

  private RecordingResult compare(ValidationRecording recording) {
    Camera camera = recording.camera();
    List<Recording> faces = camera.faces().stream().filter(Validation::isLong).toList();
    List<List<Stretch>> measured = new ArrayList<>();
    for (PulseMethod method : methods) {
      progress.accept("%s: %s".formatted(recording.name(), method.label()));
      measured.add(faces.stream().map(face -> stretch(method, face)).toList());
    }
    progress.accept(recording.name() + ": offset of the clocks");
    Reference dated = recording.reference().dated(camera);
    Alignment alignment = align(recording, dated, measured);
    Reference reference = dated.shifted(-alignment.aheadSeconds());
    List<MethodResult> results = new ArrayList<>();
    for (int i = 0; i < methods.size(); i++) {
      List<Stretch> stretches = measured.get(i);
      results.add(
          new MethodResult(
              methods.get(i).label(),
              seconds(camera, reference, stretches),
              beats(reference, stretches)));
    }
    return new RecordingResult(
        recording.name(),
        recording.person(),
        recording.reference().understood(),
        faces.size(),
        alignment,
        results);
  }

  private static Alignment align(
      ValidationRecording recording, Reference dated, List<List<Stretch>> measured) {
    List<Wave> waves = measured.stream().map(Validation::wave).toList();
    try {
      return Aligner.align(recording.camera(), dated, waves, recording.aheadSeconds());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(recording.name() + ": " + e.getMessage(), e);
    }
  }

  private static boolean isLong(Recording face) {
    long[] micros = face.captureTimesMicros();
    return micros[micros.length - 1] - micros[0] >= MIN_WINDOW_SECONDS * 1e6;
  }

  private static Stretch stretch(PulseMethod method, Recording face) {
    double[] wave = method.wave(face);
    return new Stretch(Wave.of(face.seconds(), wave), WaveVitals.of(face).of(wave));
  }

  private static Wave wave(List<Stretch> stretches) {
    return Wave.joined(stretches.stream().map(Stretch::wave).toList());
  }

  private static List<Second> seconds(Camera camera, Reference reference, List<Stretch> stretches) {
    Map<Long, Vitals> rows = new TreeMap<>();
    stretches.stream()
        .flatMap(stretch -> stretch.vitals().rows().stream())
        .forEach(row -> rows.put(Math.round(row.windowEndMicros() / 1e6), row));
    Wave wave = wave(stretches);
    List<Second> seconds = new ArrayList<>();
    double first = Math.ceil(camera.start() + MIN_WINDOW_SECONDS);
    for (double end = first; end <= camera.end(); end++) {
      Vitals row = rows.get(Math.round(end));
      double start =
          row != null && row.pulseRate().isPresent()
              ? row.windowStartMicros() / 1e6
              : end - WINDOW_SECONDS;
      double from = Math.max(camera.start(), start);
      OptionalDouble truth = reference.rate(from, end);
      if (truth.isPresent()) {
        double strongest = wave.rate(from, end).orElse(Double.NaN);
        seconds.add(second(end, truth.getAsDouble(), strongest, row));
      }
    }
    return seconds;
  }

  private static Second second(double end, double truth, double strongest, @Nullable Vitals row) {
    Double rate = row == null ? null : row.pulseRate().value();
    RateInterval interval = row == null ? null : row.pulseRateInterval();
    if (rate == null || interval == null) {
      AbsentReason reason = row == null ? null : row.pulseRate().absentReason();
      return new Second(end, truth, strongest, null, reason == null ? NO_FACE : reason.name());
    }
    RatePair pair = new RatePair(rate, truth, interval.lowBpm(), interval.highBpm());
    return new Second(end, truth, strongest, pair, "");
  }

  /** The beats that were found, and the true ones between the first and the last of them. */
  private static BeatMatch beats(Reference reference, List<Stretch> stretches) {
    double[] truth = reference.beats();
    double[] found =
        stretches.stream()
            .flatMap(stretch -> stretch.vitals().beats().stream())
            .mapToDouble(beat -> beat.timeMicros() / 1e6)
            .filter(time -> truth.length > 0 && time >= truth[0] && time <= truth[truth.length - 1])
            .sorted()
            .toArray();
    if (found.length == 0) {
      return BeatMatch.of(found, found);
    }
    double from = found[0] - BeatMatch.MAX_LAG_SECONDS;
    double to = found[found.length - 1] + BeatMatch.MAX_LAG_SECONDS;
    return BeatMatch.of(
        found, Arrays.stream(truth).filter(time -> time >= from && time <= to).toArray());
  }
}
