package io.facephys.measure.validation;

import io.facephys.engine.signal.EvenGrid;
import io.facephys.measure.validation.Alignment.Basis;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds the offset of a reference's clock: the one at which its wave, or its rates, agree best with
 * what was computed of the camera's pictures.
 */
final class Aligner {
  /** What both must have in common. */
  static final double MIN_SECONDS = 15;

  private static final double ZONE_SECONDS = 900;
  private static final int MAX_ZONE =
      26 * 4; // quarters of an hour; a day more, as dates differ, too
  private static final double MAX_DRIFT_SECONDS = 60; // of two clocks that were set
  private static final double HALF_WINDOW_SECONDS = 5; // as half a row's of vital signs
  private static final double MIN_SHARE =
      0.5; // of the shorter series, at each offset that is tried
  private static final double MIN_COVERED = 0.7; // of that; the rest may be holes

  private final Camera camera;
  private final Reference reference;
  private final Series sensor;
  private final Rule rule;

  /**
   * When offsets count as found.
   *
   * @param minR least r
   * @param minLead by how much it must be better than elsewhere
   * @param elsewhereSeconds how far away that begins
   * @param closeSeconds how far from what the clocks say the nearest agreement is looked for
   */
  private record Rule(double minR, double minLead, double elsewhereSeconds, double closeSeconds) {
    static final Rule WAVES = new Rule(0.3, 0.1, 2, 1);

    /** Rates of windows of 10 s are alike for 10 s, and say nothing exact. */
    static final Rule RATES = new Rule(0.6, 0.1, 15, 0);
  }

  /**
   * The best agreement.
   *
   * @param lag what must be added to the reference's times, seconds
   */
  private record Match(Series pictures, double lag, double r, double rival) {
    boolean isClear(Rule rule) {
      return r >= rule.minR && !(r - rival < rule.minLead);
    }
  }

  private Aligner(Camera camera, Reference reference) {
    this.camera = camera;
    this.rule = reference.kind() == ReferenceKind.RATES ? Rule.RATES : Rule.WAVES;
    this.reference = reference;
    this.sensor = series(reference);
  }

  /**
   * Finds the offset.
   *
   * @param waves of the pictures, by each method
   * @param givenAhead what the user says, seconds; null to find it
   * @throws IllegalArgumentException if there is no overlap, or too short a one, or no offset is
   *     better than others while the clocks say nothing
   */
  static Alignment align(
      Camera camera, Reference reference, List<Wave> waves, @Nullable Double givenAhead) {
    checkLength(
        "the reference '%s'".formatted(reference.name()), reference.last() - reference.first());
    checkLength("the recording", camera.end() - camera.start());
    if (givenAhead != null) {
      checkOverlap(camera, reference, givenAhead);
      return new Alignment(givenAhead, 0, Double.NaN, Double.NaN, Basis.GIVEN);
    }
    Alignment found = new Aligner(camera, reference).find(waves);
    checkOverlap(camera, reference, found.aheadSeconds());
    return found;
  }

  private static void checkLength(String what, double seconds) {
    if (seconds < MIN_SECONDS) {
      throw new IllegalArgumentException(
          "%s is %.1f s long, which is too short: %.0f s at least are needed, and some minutes to conclude anything"
              .formatted(what, seconds, MIN_SECONDS));
    }
  }

  private static void checkOverlap(Camera camera, Reference reference, double ahead) {
    if (overlap(camera, reference, -ahead) < MIN_SECONDS) {
      throw withoutOverlap(camera, reference, ahead);
    }
  }

  private static IllegalArgumentException withoutOverlap(
      Camera camera, Reference reference, double ahead) {
    return new IllegalArgumentException(
        "the reference '%s' runs from %.1f to %.1f s and the pictures from %.1f to %.1f s, so there is no overlap of %.0f s: is it the right file? --offset says how many seconds the reference's clock is ahead"
            .formatted(
                reference.name(),
                reference.first() - ahead,
                reference.last() - ahead,
                camera.start(),
                camera.end(),
                MIN_SECONDS));
  }

  /** For how long the reference overlaps the pictures if its times are that much later. */
  private static double overlap(Camera camera, Reference reference, double lag) {
    return Math.min(camera.end(), reference.last() + lag)
        - Math.max(camera.start(), reference.first() + lag);
  }

  private Alignment find(List<Wave> waves) {
    List<Match> matches =
        waves.stream()
            .map(this::series)
            .map(pictures -> best(pictures, candidates(pictures)))
            .flatMap(Optional::stream)
            .sorted(Comparator.comparingDouble(match -> -match.r()))
            .toList();
    Optional<Match> clear = matches.stream().filter(match -> match.isClear(rule)).findFirst();
    return clear
        .map(match -> alignment(match.lag(), match.r(), match.rival(), Basis.FOUND))
        .orElseGet(() -> believed(matches.stream().findFirst().orElse(null)));
  }

  private Alignment alignment(double lag, double r, double rival, Basis basis) {
    double zone = areSet() ? -ZONE_SECONDS * Math.round(lag / ZONE_SECONDS) : 0;
    return new Alignment(-lag, zone, r, rival, basis);
  }

  /** What the clocks say, moved to the nearest agreement. */
  private Alignment believed(@Nullable Match best) {
    double lag =
        clockLags()
            .boxed()
            .max(Comparator.comparingDouble(zone -> overlap(camera, reference, zone)))
            .orElseThrow(() -> unclear(best));
    if (overlap(camera, reference, lag) < MIN_SECONDS) {
      throw withoutOverlap(camera, reference, -lag);
    }
    if (best == null || rule.closeSeconds == 0) {
      return alignment(lag, Double.NaN, best == null ? Double.NaN : best.r(), Basis.UNCERTAIN);
    }
    Series pictures = best.pictures();
    return best(pictures, shifts(pictures, lag, rule.closeSeconds))
        .map(close -> alignment(close.lag(), close.r(), best.r(), Basis.UNCERTAIN))
        .orElseGet(() -> alignment(lag, Double.NaN, best.r(), Basis.UNCERTAIN));
  }

  private IllegalArgumentException unclear(@Nullable Match best) {
    String agreement =
        best == null
            ? "they agree nowhere"
            : "they agree best where it is %.2f s ahead (r %.2f), elsewhere nearly as well (r %.2f)"
                .formatted(-best.lag(), best.r(), best.rival());
    return new IllegalArgumentException(
        "the clocks of '%s' and of the pictures cannot be compared, and %s: --offset says how many seconds the reference's clock is ahead"
            .formatted(reference.name(), agreement));
  }

  /** Whether both clocks were set to a time of day, in whatever zone. */
  private boolean areSet() {
    return camera.clock() == Clock.EPOCH && reference.clock() == Clock.EPOCH;
  }

  /** What the clocks say, in each zone; nothing if they count from different starts. */
  private DoubleStream clockLags() {
    if (areSet()) {
      return IntStream.rangeClosed(-MAX_ZONE, MAX_ZONE)
          .boxed()
          .sorted(Comparator.comparingInt(Math::abs))
          .mapToDouble(zone -> zone * ZONE_SECONDS);
    }
    return camera.clock() == Clock.START && reference.clock() == Clock.START
        ? DoubleStream.of(0)
        : DoubleStream.empty();
  }

  /** The offsets to try: near each zone if both clocks were set, else all. */
  private IntStream candidates(Series pictures) {
    return areSet()
        ? clockLags()
            .boxed()
            .flatMapToInt(lag -> shifts(pictures, lag, MAX_DRIFT_SECONDS))
            .distinct()
        : IntStream.range(-sensor.values().length, pictures.values().length);
  }

  private IntStream shifts(Series pictures, double lag, double reachSeconds) {
    int reach = (int) (reachSeconds * pictures.hz());
    int middle = (int) Math.round((sensor.start() + lag - pictures.start()) * pictures.hz());
    return IntStream.rangeClosed(
        Math.max(middle - reach, -sensor.values().length),
        Math.min(middle + reach, pictures.values().length));
  }

  private Optional<Match> best(Series pictures, IntStream candidates) {
    double common = MIN_SHARE * Math.min(pictures.seconds(), sensor.seconds());
    int minSamples = (int) (Math.max(MIN_SECONDS, common) * pictures.hz() * MIN_COVERED);
    int[] shifts = candidates.toArray();
    double[] r =
        Arrays.stream(shifts)
            .parallel()
            .mapToDouble(shift -> pictures.correlation(sensor, shift, minSamples))
            .toArray();
    return IntStream.range(0, r.length)
        .filter(i -> !Double.isNaN(r[i]))
        .boxed()
        .max(Comparator.comparingDouble(i -> r[i]))
        .map(
            i -> {
              double lag = pictures.start() + shifts[i] / pictures.hz() - sensor.start();
              double away = rule.elsewhereSeconds * pictures.hz();
              double rival =
                  IntStream.range(0, r.length)
                      .filter(j -> Math.abs(shifts[j] - shifts[i]) > away && !Double.isNaN(r[j]))
                      .mapToDouble(j -> r[j])
                      .max()
                      .orElse(Double.NaN);
              return new Match(pictures, lag, r[i], rival);
            });
  }

  private static Series series(Reference reference) {
    return switch (reference.kind()) {
      case PPG -> Series.of(Wave.of(reference.seconds(), reference.values()));
      case BEATS ->
          Series.of(
              reference.first(), reference.last(), EvenGrid.HZ, beatWave(reference.seconds()));
      case RATES ->
          Series.of(reference.first(), reference.last(), 1, time -> rate(reference, time));
    };
  }

  /** A cosine that is highest at each beat. */
  private static DoubleUnaryOperator beatWave(double[] beats) {
    return time -> {
      int index = Arrays.binarySearch(beats, time);
      int next = Math.max(1, index < 0 ? -index - 1 : index);
      if (next >= beats.length) {
        return Double.NaN;
      }
      double phase = (time - beats[next - 1]) / (beats[next] - beats[next - 1]);
      return Math.cos(2 * Math.PI * phase);
    };
  }

  private Series series(Wave wave) {
    return rule.equals(Rule.RATES)
        ? Series.of(camera.start(), camera.end(), 1, time -> rate(wave, time))
        : Series.of(wave);
  }

  /** The rate of the 10 s around a time. */
  private static double rate(Reference reference, double time) {
    return reference
        .rate(time - HALF_WINDOW_SECONDS, time + HALF_WINDOW_SECONDS)
        .orElse(Double.NaN);
  }

  private static double rate(Wave wave, double time) {
    return wave.rate(time - HALF_WINDOW_SECONDS, time + HALF_WINDOW_SECONDS).orElse(Double.NaN);
  }
}
