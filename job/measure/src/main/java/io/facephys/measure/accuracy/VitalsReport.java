package io.facephys.measure.accuracy;

import io.facephys.measure.accuracy.VitalsScore.Beats;
import io.facephys.measure.accuracy.VitalsScore.Rate;
import io.facephys.measure.accuracy.VitalsScore.Rmssd;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.StatUtils;

/** How honest vital signs are: the tables, as Markdown. */
final class VitalsReport {
  /** Shares of the rows, narrowest intervals first, at which the error is given. */
  static final double[] SHARES = {0.1, 0.25, 0.5, 0.75, 0.9, 1};

  private static final String ALL = "all";

  private final Summary summary;

  VitalsReport(Summary summary) {
    this.summary = summary;
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (!summary.withPulse().isEmpty()) {
      heading(lines, "Vital signs of the clips with a pulse, each second after the warm-up");
      lines.addAll(
          MarkdownTable.lines(
              List.of(
                  "method",
                  "seconds with a rate, %",
                  "median error, bpm",
                  "mean error, bpm",
                  "true rate in the interval of 90 %, %",
                  "beats: F1",
                  "RMSSD: bias raw, ms",
                  "RMSSD: bias corrected, ms"),
              summary.methods().stream().map(this::accuracy).toList()));
      heading(lines, "Mean error of the rate, bpm, over the surest share of the seconds");
      lines.addAll(
          MarkdownTable.lines(
              Stream.concat(
                      Stream.of("method"),
                      Arrays.stream(SHARES).mapToObj(s -> number(100 * s, 0) + " %"))
                  .toList(),
              summary.methods().stream().map(this::errors).toList()));
    }
    if (!summary.withoutPulse().isEmpty()) {
      heading(lines, "False rates an hour on clips without a pulse");
      lines.addAll(
          MarkdownTable.lines(
              Stream.concat(Stream.of("case", "seconds"), summary.methods().stream()).toList(),
              cases().stream().map(this::falseRates).toList()));
    }
    return lines;
  }

  private static void heading(List<String> lines, String text) {
    lines.addAll(List.of("", "**" + text + "**", ""));
  }

  private List<String> accuracy(String method) {
    List<VitalsScore> scores = scores(summary.withPulse(), r -> r.method().equals(method));
    double[] errors = absoluteErrors(scores);
    long covered = rates(scores).stream().filter(Rate::covered).count();
    return List.of(
        method,
        percent(errors.length, rows(scores)),
        number(StatUtils.percentile(errors, 50), 2),
        number(StatUtils.mean(errors), 2),
        percent(covered, errors.length),
        f1(scores),
        bias(scores, r -> r.raw() - r.painted()),
        bias(scores, r -> r.corrected() - r.painted()));
  }

  private List<String> errors(String method) {
    double[] curve = errorCurve(method);
    return Stream.concat(
            Stream.of(method), Arrays.stream(curve).mapToObj(error -> number(error, 2)))
        .toList();
  }

  /**
   * Mean absolute error of the rate over each of the {@link #SHARES} of all rows; NaN where fewer
   * rows carry a rate.
   */
  double[] errorCurve(String method) {
    List<VitalsScore> scores = scores(summary.withPulse(), r -> r.method().equals(method));
    double[] errors =
        rates(scores).stream()
            .sorted(Comparator.comparingDouble(Rate::width))
            .mapToDouble(rate -> Math.abs(rate.errorBpm()))
            .toArray();
    return Arrays.stream(SHARES)
        .map(share -> Math.round(share * rows(scores)))
        .map(
            count ->
                count < 1 || count > errors.length
                    ? Double.NaN
                    : StatUtils.mean(errors, 0, (int) count))
        .toArray();
  }

  private List<String> falseRates(String name) {
    Predicate<ClipResult> inCase = result -> name.equals(ALL) || name.equals(caseOf(result));
    List<VitalsScore> all =
        scores(
            summary.withoutPulse(),
            inCase.and(r -> r.method().equals(summary.methods().get(0)) && r.seed() == 1));
    return Stream.concat(
            Stream.of(name, "" + rows(all)),
            summary.methods().stream()
                .map(method -> scores(summary.withoutPulse(), inCase.and(of(method))))
                .map(s -> number(3600.0 * rates(s).size() / rows(s), 0)))
        .toList();
  }

  private static Predicate<ClipResult> of(String method) {
    return result -> result.method().equals(method);
  }

  private List<String> cases() {
    return Stream.concat(
            Stream.of(ALL), summary.withoutPulse().stream().map(VitalsReport::caseOf).sorted())
        .distinct()
        .toList();
  }

  private static String caseOf(ClipResult result) {
    return result.conditions().getOrDefault("case", ALL);
  }

  private static List<VitalsScore> scores(List<ClipResult> results, Predicate<ClipResult> which) {
    return results.stream().filter(which).map(ClipResult::vitals).toList();
  }

  private static List<Rate> rates(List<VitalsScore> scores) {
    return scores.stream().flatMap(score -> score.rates().stream()).toList();
  }

  private static double[] absoluteErrors(List<VitalsScore> scores) {
    return rates(scores).stream().mapToDouble(rate -> Math.abs(rate.errorBpm())).toArray();
  }

  private static int rows(List<VitalsScore> scores) {
    return scores.stream().mapToInt(VitalsScore::rows).sum();
  }

  private static String f1(List<VitalsScore> scores) {
    List<Beats> beats = scores.stream().map(VitalsScore::beats).flatMap(Optional::stream).toList();
    double matched = beats.stream().mapToInt(Beats::matched).sum();
    double all = beats.stream().mapToInt(b -> b.found() + b.painted()).sum();
    return number(2 * matched / all, 3);
  }

  private static String bias(List<VitalsScore> scores, ToDoubleFunction<Rmssd> error) {
    double[] errors =
        scores.stream()
            .map(VitalsScore::rmssd)
            .flatMap(Optional::stream)
            .mapToDouble(error)
            .toArray();
    return number(StatUtils.mean(errors), 1);
  }

  private static String percent(long part, long whole) {
    return number(100.0 * part / whole, 1);
  }

  /** A dash for what cannot be computed. */
  private static String number(double value, int decimals) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + decimals + "f", value) : "-";
  }
}
