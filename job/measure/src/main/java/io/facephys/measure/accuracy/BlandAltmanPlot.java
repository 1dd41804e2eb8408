package io.facephys.measure.accuracy;

import io.facephys.console.Charts;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.math3.stat.StatUtils;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Bland-Altman plot of heart rates: a panel for each method, a point for each clip and seed. */
final class BlandAltmanPlot {
  private static final int WIDTH_PIXELS = 460;
  private static final int HEIGHT_PIXELS = 400;
  private static final int MAX_COLUMNS = 3;
  private static final double MIN_BPM = 30;
  private static final double MAX_BPM = 200;
  private static final double MIN_RANGE_BPM = 5;
  private static final double LIMITS_OF_AGREEMENT = 1.96; // standard deviations
  private static final Color POINT = new Color(0xC0, 0x39, 0x2B, 0x60);
  private static final Color LINE = new Color(0x9AA0A6);
  private static final BasicStroke SOLID = new BasicStroke(1.5f);
  private static final BasicStroke DASHED =
      new BasicStroke(
          1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {6, 4}, 0);

  private BlandAltmanPlot() {}

  static void write(Path png, Summary summary) throws IOException {
    double max =
        scores(summary.withPulse()).stream()
            .mapToDouble(scores -> Math.abs(scores.errorBpm()))
            .reduce(MIN_RANGE_BPM, Math::max);
    Charts.write(
        png,
        Math.min(MAX_COLUMNS, summary.methods().size()),
        () ->
            summary.methods().stream()
                .map(method -> panel(method, summary.withPulse(), 1.1 * max))
                .toList());
  }

  private static XYChart panel(String method, List<ClipResult> results, double range) {
    List<WaveScores> scores =
        scores(results.stream().filter(result -> result.method().equals(method)).toList());
    double[] errors = scores.stream().mapToDouble(WaveScores::errorBpm).toArray();
    double bias = StatUtils.mean(errors);
    double lower = bias - LIMITS_OF_AGREEMENT * Math.sqrt(StatUtils.variance(errors));
    double upper = 2 * bias - lower;
    String title = "%s: bias %.1f, limits %.1f to %.1f bpm".formatted(method, bias, lower, upper);
    XYChart chart = empty(title, range);
    level(chart, "bias", bias, SOLID);
    level(chart, "lower limit", lower, DASHED);
    level(chart, "upper limit", upper, DASHED);
    double[] means =
        scores.stream().mapToDouble(s -> (s.trueBpm() + s.measuredBpm()) / 2).toArray();
    XYSeries points = chart.addSeries("clips", means, errors);
    points.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    points.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(POINT);
    return chart;
  }

  private static XYChart empty(String title, double range) {
    XYChart chart = Charts.create(WIDTH_PIXELS, HEIGHT_PIXELS, title);
    chart.setXAxisTitle("mean of measured and true rate, bpm");
    chart.setYAxisTitle("measured - true, bpm");
    chart.getStyler().setXAxisDecimalPattern("0").setYAxisDecimalPattern("0");
    chart.getStyler().setXAxisMin(MIN_BPM).setXAxisMax(MAX_BPM);
    chart.getStyler().setYAxisMin(-range).setYAxisMax(range);
    return chart;
  }

  private static void level(XYChart chart, String name, double y, BasicStroke stroke) {
    chart
        .addSeries(name, new double[] {MIN_BPM, MAX_BPM}, new double[] {y, y})
        .setMarker(SeriesMarkers.NONE)
        .setLineColor(LINE)
        .setLineStyle(stroke);
  }

  private static List<WaveScores> scores(List<ClipResult> results) {
    return results.stream().map(result -> result.match().orElseThrow().scores()).toList();
  }
}
