package io.facephys.measure.validation;

import io.facephys.console.Charts;
import io.facephys.measure.accuracy.Agreement;
import io.facephys.measure.accuracy.BeatMatch;
import io.facephys.measure.accuracy.BlandAltmanPlot;
import io.facephys.measure.accuracy.PersonRates;
import io.facephys.measure.accuracy.RatePair;
import java.awt.Color;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The plots of a report. */
final class ValidationPlots {
  private static final int WIDTH_PIXELS = 460;
  private static final int HEIGHT_PIXELS = 400;
  private static final int LOW_PIXELS = 300;
  private static final double MIN_RANGE_BPM = 5;
  private static final double MARGIN_BPM = 5;
  private static final Color REFERENCE = new Color(0x5F6368);
  private static final Color POINT = new Color(0xC0, 0x39, 0x2B, 0x80);
  private static final List<Color> METHODS =
      List.of(
          Charts.PULSE_RED,
          new Color(0x2471A3),
          new Color(0x1E8449),
          new Color(0xB9770E),
          new Color(0x6C3483));
  private static final double BIN_MILLIS = 25;
  private static final int BINS = 12; // 300 ms, as far as beats match

  private final ValidationResult result;

  ValidationPlots(ValidationResult result) {
    this.result = result;
  }

  /** The rates of a recording over time. */
  XYChart rates(RecordingResult recording) {
    XYChart chart = Charts.create(WIDTH_PIXELS, LOW_PIXELS, recording.name() + ": pulse rate, bpm");
    showLegend(chart);
    chart.getStyler().setYAxisDecimalPattern("0");
    List<Second> all = recording.methods().get(0).seconds();
    if (all.isEmpty()) {
      return chart;
    }
    double start = all.get(0).end();
    Charts.setSeconds(chart, all.get(all.size() - 1).end() - start);
    Charts.addLine(chart, "reference", times(all, start), values(all, Second::truth), REFERENCE);
    for (int i = 0; i < recording.methods().size(); i++) {
      MethodResult method = recording.methods().get(i);
      List<Second> known = method.seconds().stream().filter(s -> s.pair() != null).toList();
      if (!known.isEmpty()) {
        scatter(
            chart,
            method.method(),
            times(known, start),
            method.pairs().stream().mapToDouble(RatePair::measured).toArray(),
            color(i));
      }
    }
    return chart;
  }

  private static double[] times(List<Second> seconds, double start) {
    return values(seconds, second -> second.end() - start);
  }

  private static double[] values(List<Second> seconds, ToDoubleFunction<Second> value) {
    return seconds.stream().mapToDouble(value).toArray();
  }

  /** Bland and Altman's plot of a method; all methods have the same axes. */
  XYChart agreement(String method) {
    List<RatePair> all = result.methods().stream().flatMap(m -> pairs(m).stream()).toList();
    double[] means = all.stream().mapToDouble(pair -> pair.truth() + pair.error() / 2).toArray();
    double range =
        all.stream().mapToDouble(pair -> Math.abs(pair.error())).reduce(MIN_RANGE_BPM, Math::max);
    double min = Arrays.stream(means).min().orElse(60) - MARGIN_BPM;
    double max = Arrays.stream(means).max().orElse(90) + MARGIN_BPM;
    List<RatePair> own = pairs(method);
    return BlandAltmanPlot.panel(
        method,
        own.stream().mapToDouble(RatePair::truth).toArray(),
        own.stream().mapToDouble(RatePair::error).toArray(),
        Agreement.limits(result.rates(method)),
        new BlandAltmanPlot.Axes(min, max, 1.1 * range));
  }

  private List<RatePair> pairs(String method) {
    return result.of(method).flatMap(r -> r.pairs().stream()).toList();
  }

  /** Mean absolute error of the surest seconds over their share of all seconds. */
  XYChart errorAgainstCoverage() {
    XYChart chart =
        Charts.create(WIDTH_PIXELS, HEIGHT_PIXELS, "error of the surest seconds against coverage");
    showLegend(chart);
    chart.setXAxisTitle("share of the seconds, surest first, %");
    chart.setYAxisTitle("mean absolute error, bpm");
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(100.0).setYAxisMin(0.0);
    chart.getStyler().setXAxisDecimalPattern("0").setYAxisDecimalPattern("0.0");
    for (int i = 0; i < result.methods().size(); i++) {
      List<PersonRates> rates = result.rates(result.methods().get(i));
      double[] errors = Agreement.errorOfSurest(rates);
      double all = rates.stream().mapToInt(PersonRates::seconds).sum();
      if (errors.length > 0) {
        double[] shares =
            IntStream.rangeClosed(1, errors.length).mapToDouble(n -> 100 * n / all).toArray();
        Charts.addLine(chart, result.methods().get(i), shares, errors, color(i));
      }
    }
    return chart;
  }

  /** The error of each rate over what its interval allows; between the lines it is covered. */
  XYChart intervals(String method) {
    List<RatePair> pairs = pairs(method);
    double covered = Agreement.INTERVAL_COVERAGE.of(result.rates(method));
    String title =
        String.format(
            Locale.ROOT, "%s: %.0f %% of the intervals hold the true rate", method, covered);
    XYChart chart =
        Charts.create(WIDTH_PIXELS, HEIGHT_PIXELS, pairs.isEmpty() ? method + ": no rate" : title);
    chart.setXAxisTitle("half width of the interval of 90 %, bpm");
    chart.setYAxisTitle("measured - true, bpm");
    chart.getStyler().setXAxisDecimalPattern("0.0").setYAxisDecimalPattern("0.0");
    if (pairs.isEmpty()) {
      return chart;
    }
    double[] widths = pairs.stream().mapToDouble(p -> (p.high() - p.low()) / 2).toArray();
    double[] errors = pairs.stream().mapToDouble(RatePair::error).toArray();
    double widest = 1.05 * Arrays.stream(widths).max().orElseThrow();
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(widest);
    double[] ends = {0, widest};
    Charts.addLine(chart, "high", ends, ends, REFERENCE);
    Charts.addLine(chart, "low", ends, new double[] {0, -widest}, REFERENCE);
    scatter(chart, "rates", widths, errors, POINT);
    return chart;
  }

  /** How the errors of beat times are distributed. */
  XYChart beats() {
    XYChart chart = Charts.create(WIDTH_PIXELS, HEIGHT_PIXELS, "beat times, without their lag");
    showLegend(chart);
    chart.setXAxisTitle("beat found after the true one, ms");
    chart.setYAxisTitle("share of the beats that match, %");
    chart.getStyler().setXAxisDecimalPattern("0").setYAxisDecimalPattern("0");
    double reach = BINS / 2 * BIN_MILLIS;
    chart.getStyler().setXAxisMin(-reach).setXAxisMax(reach);
    double[] middles =
        IntStream.range(0, BINS).mapToDouble(i -> (i - BINS / 2 + 0.5) * BIN_MILLIS).toArray();
    for (int i = 0; i < result.methods().size(); i++) {
      BeatMatch match = result.beats(result.methods().get(i));
      if (match.matched() > 0) {
        double[] shares = new double[BINS];
        for (double error : match.errorsSeconds()) {
          int bin = (int) Math.floor(error * 1000 / BIN_MILLIS) + BINS / 2;
          shares[Math.min(bin, BINS - 1)] += 100.0 / match.matched();
        }
        Charts.addLine(chart, result.methods().get(i), middles, shares, color(i));
      }
    }
    return chart;
  }

  private static void showLegend(XYChart chart) {
    chart.getStyler().setLegendVisible(true).setLegendPosition(Styler.LegendPosition.OutsideS);
    chart.getStyler().setLegendLayout(Styler.LegendLayout.Horizontal);
  }

  private static void scatter(XYChart chart, String name, double[] x, double[] y, Color color) {
    XYSeries points = chart.addSeries(name, x, y);
    points.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    points.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(color);
  }

  private static Color color(int method) {
    return METHODS.get(method % METHODS.size());
  }
}
