package io.facephys.measure.accuracy;

import io.facephys.engine.signal.EvenGrid;
import io.facephys.engine.signal.PulseBand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The tables as Markdown that is also readable as plain text. */
final class MarkdownReport {
  private final Summary summary;
  private final Evaluation evaluation;
  private final List<String> lines = new ArrayList<>();

  private MarkdownReport(Summary summary, Evaluation evaluation) {
    this.summary = summary;
    this.evaluation = evaluation;
  }

  static List<String> of(Summary summary, Evaluation evaluation) {
    MarkdownReport report = new MarkdownReport(summary, evaluation);
    report.origins();
    report.powerRatios();
    report.lines.addAll(new VitalsReport(summary).lines());
    if (!summary.conditions().isEmpty()) {
      report.overview();
      report.seeds();
      Arrays.stream(Metric.values()).forEach(report::conditions);
      report.definitions();
    }
    return report.lines;
  }

  private void origins() {
    lines.add(
        "%d clips with a pulse, %d without, each after its first %d frames. In brackets: 95 %% intervals, bootstrap over clips."
            .formatted(
                summary.clips(Condition.ALL),
                summary.clipsWithoutPulse(),
                evaluation.skipFrames()));
    table(
        List.of("method", "seed", "made of"),
        evaluation.methods().stream()
            .map(m -> List.of(m.method().label(), "" + m.seed(), m.method().origin())));
  }

  private void powerRatios() {
    if (summary.withPulse().isEmpty() || summary.withoutPulse().isEmpty()) {
      return;
    }
    heading("Power of the wave on clips without a pulse, over that on clips with one (medians)");
    table(
        List.of("method", "ratio", "each seed alone"),
        summary.methods().stream()
            .map(
                method -> {
                  Estimate ratio = summary.powerRatio(method).orElseThrow();
                  return List.of(method, ratio.text(3), ratio.bySeedText(3));
                }));
  }

  private void overview() {
    heading("All clips");
    table(
        header("measure"),
        Arrays.stream(Metric.values())
            .map(metric -> row(metric.title(), method -> cell(Condition.ALL, method, metric))));
  }

  private void seeds() {
    List<String> several = summary.methods().stream().filter(m -> summary.seeds(m) > 1).toList();
    if (several.isEmpty()) {
      return;
    }
    heading("All clips, each seed alone");
    table(
        Stream.concat(Stream.of("measure"), several.stream()).toList(),
        Arrays.stream(Metric.values())
            .map(
                metric ->
                    Stream.concat(
                            Stream.of(metric.title()),
                            several.stream().map(method -> bySeed(method, metric)))
                        .toList()));
  }

  private String bySeed(String method, Metric metric) {
    return summary.estimate(Condition.ALL, method, metric).bySeedText(metric.decimals());
  }

  private void conditions(Metric metric) {
    heading(metric.title());
    List<String> header = new ArrayList<>(header("condition"));
    header.add(1, "clips");
    table(
        header,
        summary.conditions().stream()
            .map(
                condition -> {
                  List<String> row =
                      new ArrayList<>(
                          row(condition.title(), method -> cell(condition, method, metric)));
                  row.add(1, "" + summary.clips(condition));
                  return row;
                }));
  }

  private String cell(Condition condition, String method, Metric metric) {
    return summary.estimate(condition, method, metric).text(metric.decimals());
  }

  private List<String> header(String first) {
    return row(first, method -> method);
  }

  private List<String> row(String first, Function<String, String> cell) {
    return Stream.concat(Stream.of(first), summary.methods().stream().map(cell)).toList();
  }

  private void definitions() {
    heading("How to read this");
    lines.add("");
    lines.add("- On a clip, a method of several seeds counts with the mean over its seeds.");
    lines.add(
        "- Vital signs: the true rate is the strongest frequency of the truth in the same window; beats match within 150 ms after the median lag; seconds are surest first, by the width of their interval.");
    lines.add(
        "- r is of the waves as they are; best lag: of %s s to either side at most."
            .formatted(WaveScores.MAX_LAG_SECONDS));
    lines.add(
        "- Rates, noise and MACC are by the definitions of rPPG-Toolbox (evaluation/post_process.py): detrended by smoothness priors of 100, Butterworth band-pass of order 1 from %s to %s Hz, forth and back; rate: peak of the periodogram; noise: all in that band but 6 bpm around the true rate and its double."
            .formatted(PulseBand.MIN_HZ, PulseBand.MAX_HZ));
    lines.add(
        "- Other than there: waves of uneven cameras are put on a grid of %.0f Hz first, and rates are read in steps of 0.05 bpm."
            .formatted(EvenGrid.HZ));
  }

  private void heading(String text) {
    lines.add("");
    lines.add("**" + text + "**");
  }

  private void table(List<String> header, Stream<List<String>> rows) {
    lines.add("");
    lines.addAll(MarkdownTable.lines(header, rows.toList()));
  }
}
