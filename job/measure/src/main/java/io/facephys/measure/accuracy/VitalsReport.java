package io.facephys.measure.accuracy;

import io.facephys.measure.accuracy.VitalsScore.Rmssd;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.StatUtils;

/** How honest vital signs are: the tables, as Markdown. */
final class VitalsReport {
  /** Shares of the rows, narrowest intervals first, at which the error is given. */
  private static final List<Double> SHARES = List.of(0.1, 0.25, 0.5, 0.75, 0.9, 1.0);

  private static final String ALL = "all";

  private final Summary summary;

  VitalsReport(Summary summary) {
    this.summary = summary;
  }

  void addTo(MarkdownText text) {
    if (!summary.withPulse().isEmpty()) {
      text.heading("Vital signs of the clips with a pulse, each second after the warm-up");
      text.table(
          List.of(
              "method",
              "seconds with a rate, %",
              "median error, bpm",
              "mean error, bpm",
              "true rate in the interval of 90 %, %",
              "beats: F1",
              "RMSSD: bias raw, ms",
              "RMSSD: bias corrected, ms"),
          summary.methods().stream().map(this::accuracy));
      text.heading("Mean error of the rate, bpm, over the surest share of the seconds");
      text.table(
          MarkdownText.cells(List.of("method"), SHARES, share -> Numbers.of(100 * share, 0) + " %"),
          summary.methods().stream().map(this::errors));
    }
    if (!summary.withoutPulse().isEmpty()) {
      text.heading("False rates an hour on clips without a pulse");
      text.table(
          MarkdownText.cells(List.of("case", "seconds"), summary.methods(), Function.identity()),
          cases().map(this::falseRates));
    }
  }

  private List<String> accuracy(String method) {
    List<VitalsScore> scores = scores(summary.withPulse(), of(method));
    double[] errors = absoluteErrors(rates(scores).stream());
    long covered = rates(scores).stream().filter(RatePair::covered).count();
    return List.of(
        method,
        percent(errors.length, rows(scores)),
        Numbers.of(StatUtils.percentile(errors, 50), 2),
        Numbers.of(StatUtils.mean(errors), 2),
        percent(covered, errors.length),
        f1(scores),
        bias(scores, r -> r.raw() - r.painted()),
        bias(scores, r -> r.corrected() - r.painted()));
  }

  /** Mean absolute error over each of the {@link #SHARES}; NaN where fewer rows carry a rate. */
  private List<String> errors(String method) {
    List<VitalsScore> scores = scores(summary.withPulse(), of(method));
    double[] errors =
        absoluteErrors(rates(scores).stream().sorted(Comparator.comparingDouble(RatePair::width)));
    return MarkdownText.cells(
        List.of(method),
        SHARES,
        share -> {
          long count = Math.round(share * rows(scores));
          boolean known = count >= 1 && count <= errors.length;
          return Numbers.of(known ? StatUtils.mean(errors, 0, (int) count) : Double.NaN, 2);
        });
  }

  private List<String> falseRates(String name) {
    Predicate<ClipResult> inCase = result -> name.equals(ALL) || name.equals(caseOf(result));
    Predicate<ClipResult> once = of(summary.methods().get(0)).and(result -> result.seed() == 1);
    return MarkdownText.cells(
        List.of(name, "" + rows(scores(summary.withoutPulse(), inCase.and(once)))),
        summary.methods(),
        method -> {
          List<VitalsScore> scores = scores(summary.withoutPulse(), inCase.and(of(method)));
          return Numbers.of(3600.0 * rates(scores).size() / rows(scores), 0);
        });
  }

  private static Predicate<ClipResult> of(String method) {
    return result -> result.method().equals(method);
  }

  private Stream<String> cases() {
    return Stream.concat(
            Stream.of(ALL), summary.withoutPulse().stream().map(VitalsReport::caseOf).sorted())
        .distinct();
  }

  private static String caseOf(ClipResult result) {
    return result.conditions().getOrDefault("case", ALL);
  }

  private static List<VitalsScore> scores(List<ClipResult> results, Predicate<ClipResult> which) {
    return results.stream().filter(which).map(ClipResult::vitals).toList();
  }

  private static List<RatePair> rates(List<VitalsScore> scores) {
    return scores.stream().flatMap(score -> score.rates().stream()).toList();
  }

  private static double[] absoluteErrors(Stream<RatePair> rates) {
    return rates.mapToDouble(rate -> Math.abs(rate.error())).toArray();
  }

  private static int rows(List<VitalsScore> scores) {
    return scores.stream().mapToInt(VitalsScore::rows).sum();
  }

  private static String f1(List<VitalsScore> scores) {
    List<BeatMatch> beats =
        scores.stream().map(VitalsScore::beats).flatMap(Optional::stream).toList();
    double matched = beats.stream().mapToInt(BeatMatch::matched).sum();
    double all = beats.stream().mapToInt(b -> b.found() + b.truth()).sum();
    return Numbers.of(2 * matched / all, 3);
  }

  private static String bias(List<VitalsScore> scores, ToDoubleFunction<Rmssd> error) {
    double[] errors =
        scores.stream()
            .map(VitalsScore::rmssd)
            .flatMap(Optional::stream)
            .mapToDouble(error)
            .toArray();
    return Numbers.of(StatUtils.mean(errors), 1);
  }

  private static String percent(long part, long whole) {
    return Numbers.of(100.0 * part / whole, 1);
  }
}
