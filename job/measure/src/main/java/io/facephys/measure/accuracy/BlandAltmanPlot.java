package io.facephys.measure.accuracy;

import io.facephys.console.Charts;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Bland-Altman plot of heart rates: a panel for each method, a point for each clip and seed. */
public final class BlandAltmanPlot {
  private static final int WIDTH_PIXELS = 460;
  private static final int HEIGHT_PIXELS = 400;
  private static final int MAX_COLUMNS = 3;
  private static final double MIN_BPM = 30;
  private static final double MAX_BPM = 200;
  private static final double MIN_RANGE_BPM = 5;
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
    double[] truth = scores.stream().mapToDouble(WaveScores::trueBpm).toArray();
    double[] errors = scores.stream().mapToDouble(WaveScores::errorBpm).toArray();
    return panel(method, truth, errors, LimitsOfAgreement.of(List.of(errors)), axes(range));
  }

  /** From 30 to 200 beats a minute. */
  private static Axes axes(double range) {
    return new Axes(MIN_BPM, MAX_BPM, range);
  }

  /**
   * What a panel shows, beats a minute.
   *
   * @param min least mean of measured and true rate
   * @param max greatest one
   * @param range greatest difference to either side
   */
  public record Axes(double min, double max, double range) {}

  /**
   * A panel: points, bias and limits.
   *
   * @param truth the true rates
   * @param errors measured rates less true ones
   */
  public static XYChart panel(
      String method, double[] truth, double[] errors, LimitsOfAgreement limits, Axes axes) {
    String title =
        "%s: bias %.1f, limits %.1f to %.1f bpm"
            .formatted(method, limits.bias(), limits.lower(), limits.upper());
    XYChart chart = empty(errors.length == 0 ? method + ": no rate" : title, axes);
    level(chart, "bias", limits.bias(), axes, SOLID);
    level(chart, "lower limit", limits.lower(), axes, DASHED);
    level(chart, "upper limit", limits.upper(), axes, DASHED);
    if (errors.length > 0) {
      double[] means =
          IntStream.range(0, errors.length).mapToDouble(i -> truth[i] + errors[i] / 2).toArray();
      XYSeries points = chart.addSeries("points", means, errors);
      points.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
      points.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(POINT);
    }
    return chart;
  }

  private static XYChart empty(String title, Axes axes) {
    XYChart chart = Charts.create(WIDTH_PIXELS, HEIGHT_PIXELS, title);
    chart.setXAxisTitle("mean of measured and true rate, bpm");
    chart.setYAxisTitle("measured - true, bpm");
    chart.getStyler().setXAxisDecimalPattern("0").setYAxisDecimalPattern("0");
    chart.getStyler().setXAxisMin(axes.min()).setXAxisMax(axes.max());
    chart.getStyler().setYAxisMin(-axes.range()).setYAxisMax(axes.range());
    return chart;
  }

  private static void level(XYChart chart, String name, double y, Axes axes, BasicStroke stroke) {
    if (Double.isFinite(y)) {
      chart
          .addSeries(name, new double[] {axes.min(), axes.max()}, new double[] {y, y})
          .setMarker(SeriesMarkers.NONE)
          .setLineColor(LINE)
          .setLineStyle(stroke);
    }
  }

  private static List<WaveScores> scores(List<ClipResult> results) {
    return results.stream().map(result -> result.match().orElseThrow().scores()).toList();
  }
}
