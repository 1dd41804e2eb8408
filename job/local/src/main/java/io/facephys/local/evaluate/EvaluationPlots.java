package io.facephys.local.evaluate;

import io.facephys.engine.signal.EvenGrid;
import io.facephys.local.evaluate.ClipResult.Match;
import io.facephys.local.view.Charts;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.StatUtils;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Pictures of results on clips with a pulse. */
final class EvaluationPlots {
  private static final Color PULSE_RED = new Color(0xC0392B);
  private static final Color TRUTH_GREY = new Color(0x9AA0A6);
  private static final Color POINT = new Color(0xC0, 0x39, 0x2B, 0x60);
  private static final BasicStroke DASHED =
      new BasicStroke(
          1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER, 10, new float[] {6, 4}, 0);
  private static final double LEAST_BPM = 30;
  private static final double MOST_BPM = 200;
  private static final double SHOWN_SECONDS = 12;
  private static final double LIMITS_OF_AGREEMENT = 1.96;

  private EvaluationPlots() {}

  /**
   * The waves of the first method, first seed, on its best, middle and worst clip, over the truth.
   */
  static void waves(Path png, Summary summary) throws IOException {
    String method = summary.methods().get(0);
    List<ClipResult> byR =
        summary.withPulse().stream()
            .filter(r -> r.method().equals(method) && r.seed() == 1)
            .sorted(Comparator.comparingDouble(r -> -scores(r).r()))
            .toList();
    Charts.write(
        png,
        1,
        () ->
            Stream.of(0, byR.size() / 2, byR.size() - 1)
                .distinct()
                .map(
                    i ->
                        waveChart(
                            i == 0 ? "Best" : i < byR.size() - 1 ? "Median" : "Worst", byR.get(i)))
                .toList());
  }

  private static XYChart waveChart(String rank, ClipResult result) {
    WaveScores scores = scores(result);
    XYChart chart =
        chart(
            900,
            190,
            "%s clip of %s: %s, r = %.2f, %.1f bpm (truth %.1f)"
                .formatted(
                    rank,
                    result.method(),
                    result.clip(),
                    scores.r(),
                    scores.measuredBpm(),
                    scores.trueBpm()));
    chart.getStyler().setYAxisTicksVisible(false);
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(SHOWN_SECONDS);
    chart.getStyler().setLegendVisible(true);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    chart.setXAxisTitle("s");
    Match match = result.match().orElseThrow();
    line(chart, "truth", match.truth(), TRUTH_GREY, 3f);
    line(chart, "wave", match.wave(), PULSE_RED, 1.4f);
    return chart;
  }

  private static void line(XYChart chart, String name, double[] wave, Color colour, float width) {
    int size = (int) Math.min(wave.length, SHOWN_SECONDS * EvenGrid.HZ);
    double[] shown = StatUtils.normalize(Arrays.copyOf(wave, size));
    double[] seconds = IntStream.range(0, size).mapToDouble(i -> i / EvenGrid.HZ).toArray();
    chart
        .addSeries(name, seconds, shown)
        .setMarker(SeriesMarkers.NONE)
        .setLineColor(colour)
        .setLineStyle(new BasicStroke(width));
  }

  /** Bland and Altman's plot of heart rates, a panel a method. */
  static void blandAltman(Path png, Summary summary) throws IOException {
    double most =
        summary.withPulse().stream()
            .mapToDouble(r -> Math.abs(scores(r).errorBpm()))
            .reduce(5, Math::max);
    Charts.write(
        png,
        Math.min(3, summary.methods().size()),
        () ->
            summary.methods().stream()
                .map(method -> panel(method, summary.withPulse(), 1.1 * most))
                .toList());
  }

  private static XYChart panel(String method, List<ClipResult> results, double range) {
    List<WaveScores> scores =
        results.stream()
            .filter(r -> r.method().equals(method))
            .map(EvaluationPlots::scores)
            .toList();
    double[] means =
        scores.stream().mapToDouble(s -> (s.trueBpm() + s.measuredBpm()) / 2).toArray();
    double[] errors = scores.stream().mapToDouble(WaveScores::errorBpm).toArray();
    double bias = StatUtils.mean(errors);
    double spread = LIMITS_OF_AGREEMENT * Math.sqrt(StatUtils.variance(errors));
    XYChart chart =
        chart(
            460,
            400,
            "%s: bias %.1f, limits %.1f to %.1f bpm"
                .formatted(method, bias, bias - spread, bias + spread));
    chart.setXAxisTitle("mean of measured and true rate, bpm");
    chart.setYAxisTitle("measured - true, bpm");
    chart.getStyler().setXAxisMin(LEAST_BPM).setXAxisMax(MOST_BPM);
    chart.getStyler().setYAxisMin(-range).setYAxisMax(range);
    level(chart, "bias", bias, new BasicStroke(1.5f));
    level(chart, "lower limit", bias - spread, DASHED);
    level(chart, "upper limit", bias + spread, DASHED);
    XYSeries points = chart.addSeries("clips", means, errors);
    points.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    points.setMarker(SeriesMarkers.CIRCLE).setMarkerColor(POINT);
    return chart;
  }

  private static void level(XYChart chart, String name, double y, BasicStroke stroke) {
    chart
        .addSeries(name, new double[] {LEAST_BPM, MOST_BPM}, new double[] {y, y})
        .setMarker(SeriesMarkers.NONE)
        .setLineColor(TRUTH_GREY)
        .setLineStyle(stroke);
  }

  private static XYChart chart(int width, int height, String title) {
    XYChart chart =
        new XYChartBuilder()
            .width(width)
            .height(height)
            .title(title)
            .theme(Styler.ChartTheme.Matlab)
            .build();
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setXAxisDecimalPattern("0");
    chart.getStyler().setYAxisDecimalPattern("0");
    return chart;
  }

  private static WaveScores scores(ClipResult result) {
    return result.match().orElseThrow().scores();
  }
}
