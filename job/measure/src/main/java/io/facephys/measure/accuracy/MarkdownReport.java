package io.facephys.measure.accuracy;

import io.facephys.engine.signal.EvenGrid;
import io.facephys.engine.signal.PulseBand;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The tables as Markdown that is also readable as plain text. */
final class MarkdownReport {
  private final Summary summary;
  private final MarkdownText text = new MarkdownText();

  private MarkdownReport(Summary summary) {
    this.summary = summary;
  }

  static List<String> of(Summary summary, Evaluation evaluation) {
    MarkdownReport report = new MarkdownReport(summary);
    report.origins(evaluation);
    report.powerRatios();
    new VitalsReport(summary).addTo(report.text);
    if (!summary.conditions().isEmpty()) {
      report.measures("All clips", summary.methods(), Estimate::text);
      report.seeds();
      Arrays.stream(Metric.values()).forEach(report::conditions);
      report.definitions();
    }
    return report.text.lines();
  }

  private void origins(Evaluation evaluation) {
    text.line(
        "%d clips with a pulse, %d without, each after its first %d frames. In brackets: 95 %% intervals, bootstrap over clips."
            .formatted(
                summary.clips(Condition.ALL),
                summary.clipsWithoutPulse(),
                evaluation.skipFrames()));
    text.table(
        List.of("method", "seed", "made of"),
        evaluation.methods().stream().map(m -> List.of(m.label(), "" + m.seed(), m.origin())));
  }

  private void powerRatios() {
    if (summary.withPulse().isEmpty() || summary.withoutPulse().isEmpty()) {
      return;
    }
    text.heading(
        "Power of the wave on clips without a pulse, over that on clips with one (medians)");
    text.table(
        List.of("method", "ratio", "each seed alone"),
        summary.methods().stream()
            .map(
                method -> {
                  Estimate ratio = summary.powerRatio(method).orElseThrow();
                  return List.of(method, ratio.text(3), ratio.bySeedText(3));
                }));
  }

  private void seeds() {
    List<String> several = summary.methods().stream().filter(m -> summary.seeds(m) > 1).toList();
    if (!several.isEmpty()) {
      measures("All clips, each seed alone", several, Estimate::bySeedText);
    }
  }

  /** All measures on all clips; {@code cell} formats an estimate with so many decimals. */
  private void measures(
      String heading, List<String> methods, BiFunction<Estimate, Integer, String> cell) {
    text.heading(heading);
    text.table(
        MarkdownText.cells(List.of("measure"), methods, Function.identity()),
        Arrays.stream(Metric.values())
            .map(
                metric ->
                    MarkdownText.cells(
                        List.of(metric.title()),
                        methods,
                        method ->
                            cell.apply(
                                summary.estimate(Condition.ALL, method, metric),
                                metric.decimals()))));
  }

  private void conditions(Metric metric) {
    text.heading(metric.title());
    text.table(
        MarkdownText.cells(List.of("condition", "clips"), summary.methods(), Function.identity()),
        summary.conditions().stream()
            .map(
                condition ->
                    MarkdownText.cells(
                        List.of(condition.title(), "" + summary.clips(condition)),
                        summary.methods(),
                        method ->
                            summary.estimate(condition, method, metric).text(metric.decimals()))));
  }

  private void definitions() {
    text.heading("How to read this");
    text.line("");
    text.line("- On a clip, a method of several seeds counts with the mean over its seeds.");
    text.line(
        "- Vital signs: the true rate is the strongest frequency of the truth in the same window; beats match within 150 ms\n  after the median lag; seconds are surest first, by the width of their interval.");
    text.line(
        "- r is of the waves as they are; best lag: of %s s to either side at most."
            .formatted(WaveScores.MAX_LAG_SECONDS));
    text.line(
        "- Rates, noise and MACC are by the definitions of rPPG-Toolbox (evaluation/post_process.py): detrended by smoothness\n  priors of 100, Butterworth band-pass of order 1 from %s to %s Hz, forth and back. Rate: peak of the periodogram.\n  Noise: all in that band but 6 bpm around the true rate and its double."
            .formatted(PulseBand.MIN_HZ, PulseBand.MAX_HZ));
    text.line(
        "- Other than there: waves of uneven cameras are put on a grid of %.0f Hz first, and rates are read in steps of 0.05 bpm."
            .formatted(EvenGrid.HZ));
  }
}
