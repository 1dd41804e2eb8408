package io.facephys.engine.vitals;

import static io.facephys.engine.PulseRules.MICROS_PER_SECOND;

import io.facephys.engine.vitals.SubjectVitalsStep.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.jspecify.annotations.Nullable;

/**
 * Combines the rates of a subject's cameras into one. Rates are combined, not waves, because the
 * clocks of cameras differ: each rate's logarithm weighs with the inverse square of its interval's
 * width.
 *
 * <p>Cameras whose last seconds are at most {@value #LAG_SECONDS} s apart go together. A camera
 * whose clock is farther ahead or behind is left out; if there are several groups, the largest
 * counts, and of equal ones the latest. A second is combined once each camera of the group has
 * passed it. So the result depends on the order of the rows alone.
 *
 * @param rows the last {@value #LAG_SECONDS} s of each camera, in the order in which they came
 * @param doneMicros the seconds up to this time are combined; it goes back when the group's clocks
 *     do
 */
public record CameraFusion(List<CameraRow> rows, long doneMicros) {
  /** Before the first row. */
  public static final CameraFusion NONE = new CameraFusion(List.of(), Long.MIN_VALUE);

  static final int LAG_SECONDS = 10;
  private static final long LAG_MICROS = LAG_SECONDS * MICROS_PER_SECOND;
  private static final double DEVIATIONS_OF_90_PERCENT = 1.645;
  private static final double MAX_QUANTILE = 0.99; // of the distance of cameras that agree

  /**
   * What is kept of a camera's row.
   *
   * @param cameraId the camera
   * @param windowStartMicros start of the rate's window
   * @param windowEndMicros the whole second
   * @param coverage share of the window with usable wave, 0 to 1
   * @param rate the pulse rate, beats a minute
   * @param interval of 90 %; present exactly if the rate is
   */
  public record CameraRow(
      String cameraId,
      long windowStartMicros,
      long windowEndMicros,
      double coverage,
      Reading rate,
      @Nullable RateInterval interval) {
    static CameraRow of(String cameraId, Vitals row) {
      return new CameraRow(
          cameraId,
          row.windowStartMicros(),
          row.windowEndMicros(),
          row.coverage(),
          row.pulseRate(),
          row.pulseRateInterval());
    }

    double logRate() {
      return Math.log(rate.value() == null ? Double.NaN : rate.value());
    }

    /** Standard deviation of the rate's logarithm. */
    double deviation() {
      return interval == null
          ? Double.NaN
          : Math.log(interval.highBpm() / interval.lowBpm()) / 2 / DEVIATIONS_OF_90_PERCENT;
    }
  }

  /**
   * What a row adds.
   *
   * @param rows of all cameras that are due, in order of time
   * @param next what to keep
   */
  public record Result(List<Row> rows, CameraFusion next) {}

  public CameraFusion {
    rows = List.copyOf(rows);
  }

  /** Takes the next row of a camera. */
  public Result with(String cameraId, Vitals row) {
    CameraRow added = CameraRow.of(cameraId, row);
    List<CameraRow> kept = new ArrayList<>(rows);
    kept.removeIf(r -> r.cameraId.equals(cameraId) && !precedes(r, added));
    kept.add(added);
    Map<String, Long> newest = newestSeconds(kept);
    Set<String> together = together(newest);
    if (!together.contains(cameraId)) {
      return new Result(List.of(), new CameraFusion(kept, doneMicros));
    }
    newest.keySet().retainAll(together);
    long passed = Collections.min(newest.values());
    long done = passed < doneMicros - LAG_MICROS ? NONE.doneMicros : doneMicros;
    kept.removeIf(r -> together.contains(r.cameraId) && r.windowEndMicros < passed - LAG_MICROS);
    List<CameraRow> members = kept.stream().filter(r -> together.contains(r.cameraId)).toList();
    List<Row> combined =
        members.stream()
            .map(r -> r.windowEndMicros)
            .filter(second -> second > done && second <= passed)
            .distinct()
            .sorted()
            .flatMap(second -> combined(members, second).stream())
            .toList();
    return new Result(combined, new CameraFusion(kept, Math.max(done, passed)));
  }

  /** Whether a row of a camera stays when it has the next; not if its clock has jumped between. */
  private static boolean precedes(CameraRow row, CameraRow next) {
    return row.windowEndMicros < next.windowEndMicros
        && row.windowEndMicros >= next.windowEndMicros - LAG_MICROS;
  }

  private static Map<String, Long> newestSeconds(List<CameraRow> kept) {
    Map<String, Long> newest = new HashMap<>();
    kept.forEach(r -> newest.merge(r.cameraId, r.windowEndMicros, Math::max));
    return newest;
  }

  /** The cameras whose newest seconds lie close together: most of them, or the latest. */
  private static Set<String> together(Map<String, Long> newest) {
    Set<String> most = Set.of();
    for (long last : new TreeSet<>(newest.values()).descendingSet()) {
      Map<String, Long> near = new HashMap<>(newest);
      near.values().removeIf(second -> second > last || second < last - LAG_MICROS);
      most = near.size() > most.size() ? near.keySet() : most;
    }
    return most;
  }

  /** The same without the rows of some cameras. */
  public CameraFusion without(List<String> cameraIds) {
    return new CameraFusion(
        rows.stream().filter(row -> !cameraIds.contains(row.cameraId)).toList(), doneMicros);
  }

  /** The row of a second; empty if fewer than two cameras have one. */
  private static Optional<Row> combined(List<CameraRow> kept, long second) {
    List<CameraRow> rows =
        kept.stream()
            .filter(r -> r.windowEndMicros == second)
            .sorted(Comparator.comparing(CameraRow::cameraId))
            .toList();
    if (rows.size() < 2) {
      return Optional.empty();
    }
    List<CameraRow> present = rows.stream().filter(r -> r.rate.isPresent()).toList();
    if (present.isEmpty()) {
      // The one that comes last in the order of checks came closest to a value.
      AbsentReason reason =
          rows.stream()
              .map(r -> r.rate.absentReason())
              .max(Comparator.naturalOrder())
              .orElseThrow();
      return Optional.of(new Row(null, 0, row(rows, Reading.absent(reason), null)));
    }
    return Optional.of(combinedRates(rows, present));
  }

  private static Row combinedRates(List<CameraRow> rows, List<CameraRow> present) {
    double weights = 0;
    double sum = 0;
    double min = Double.MAX_VALUE;
    for (CameraRow row : present) {
      double deviation = row.deviation();
      weights += 1 / (deviation * deviation);
      sum += row.logRate() / (deviation * deviation);
      min = Math.min(min, deviation);
    }
    double mean = sum / weights;
    double distance = 0;
    for (CameraRow row : present) {
      distance += Math.pow((row.logRate() - mean) / row.deviation(), 2);
    }
    if (present.size() > 1 && distance > maxDistance(present.size())) {
      return new Row(null, 0, row(rows, Reading.absent(AbsentReason.CAMERAS_DISAGREE), null));
    }
    // Not narrower than the best camera's: what errs in one camera often errs in all.
    double half = DEVIATIONS_OF_90_PERCENT * min;
    RateInterval interval = new RateInterval(Math.exp(mean - half), Math.exp(mean + half));
    return new Row(null, present.size(), row(rows, Reading.of(Math.exp(mean)), interval));
  }

  private static double maxDistance(int cameras) {
    return new ChiSquaredDistribution(null, cameras - 1.0)
        .inverseCumulativeProbability(MAX_QUANTILE);
  }

  private static Vitals row(
      List<CameraRow> rows, Reading pulseRate, @Nullable RateInterval interval) {
    Reading none = Reading.absent(AbsentReason.NOT_COMBINED);
    return new Vitals(
        rows.stream().mapToLong(CameraRow::windowStartMicros).min().orElseThrow(),
        rows.get(0).windowEndMicros,
        null,
        rows.stream().mapToDouble(CameraRow::coverage).average().orElseThrow(),
        null,
        pulseRate,
        interval,
        none,
        Variability.absent(AbsentReason.NOT_COMBINED),
        none,
        SignalQuality.absent(AbsentReason.NOT_COMBINED));
  }
}
