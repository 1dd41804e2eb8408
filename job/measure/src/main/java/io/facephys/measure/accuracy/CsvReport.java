package io.facephys.measure.accuracy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.StatUtils;

/** All numbers as CSV, not rounded. */
final class CsvReport {
  private CsvReport() {}

  /** A line for each clip, method and seed. */
  static List<String> clips(List<ClipResult> results) {
    List<String> factors =
        results.stream()
            .flatMap(r -> r.conditions().keySet().stream())
            .distinct()
            .sorted()
            .toList();
    String header =
        "clip,method,seed,power,r,r_best_lag,best_lag_seconds,true_bpm,measured_bpm,snr_db,macc";
    List<String> lines = new ArrayList<>();
    lines.add(line(Stream.concat(Stream.of(header.split(",", -1)), factors.stream())));
    for (ClipResult result : results) {
      Stream<Object> numbers =
          Stream.of(result.clip(), result.method(), result.seed(), result.power());
      Stream<Object> values = factors.stream().map(f -> result.conditions().getOrDefault(f, ""));
      lines.add(line(Stream.of(numbers, scores(result), values).flatMap(s -> s)));
    }
    return lines;
  }

  private static Stream<Object> scores(ClipResult result) {
    return result
        .match()
        .map(ClipResult.Match::scores)
        .map(
            s ->
                Stream.<Object>of(
                    s.r(),
                    s.rBestLag(),
                    s.lagSeconds(),
                    s.trueBpm(),
                    s.measuredBpm(),
                    s.snrDecibels(),
                    s.macc()))
        .orElseGet(() -> Stream.<Object>generate(() -> "").limit(7));
  }

  /** A line for each number of the tables. */
  static List<String> table(Summary summary) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "factor,value,clips,method,seeds,measure,estimate,low_95,high_95,least_seed,greatest_seed");
    for (String method : summary.methods()) {
      int seeds = summary.seeds(method);
      for (Condition c : summary.conditions()) {
        long clips = summary.clips(c);
        for (Metric metric : Metric.values()) {
          Estimate estimate = summary.estimate(c, method, metric);
          lines.add(line(estimate, c.factor(), c.value(), clips, method, seeds, metric));
        }
      }
      long clips = summary.clipsWithoutPulse();
      summary
          .powerRatio(method)
          .map(ratio -> line(ratio, "pulse", "none", clips, method, seeds, "POWER_RATIO"))
          .ifPresent(lines::add);
    }
    return lines;
  }

  private static String line(Estimate estimate, Object... what) {
    double[] bySeed = estimate.bySeed();
    Stream<Object> numbers =
        Stream.of(
            estimate.value(),
            estimate.low(),
            estimate.high(),
            StatUtils.min(bySeed),
            StatUtils.max(bySeed));
    return line(Stream.concat(Arrays.stream(what), numbers));
  }

  private static String line(Stream<?> cells) {
    return cells.map(cell -> quoted(cell.toString())).collect(Collectors.joining(","));
  }

  private static String quoted(String cell) {
    return cell.matches("[^,\"\r\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }
}
