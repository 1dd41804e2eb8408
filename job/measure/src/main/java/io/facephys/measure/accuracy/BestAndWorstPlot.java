package io.facephys.measure.accuracy;

import io.facephys.console.Charts;
import io.facephys.engine.signal.EvenGrid;
import io.facephys.measure.accuracy.ClipResult.Match;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Plot of wave and truth for the clips on which the first seed of the first method has its best,
 * median and worst r.
 */
final class BestAndWorstPlot {
  private static final int WIDTH_PIXELS = 900;
  private static final int HEIGHT_PIXELS = 190;
  private static final Color TRUTH_GREY = new Color(0x9AA0A6);
  private static final double SHOWN_SECONDS = 12;

  private BestAndWorstPlot() {}

  static void write(Path png, Summary summary) throws IOException {
    String method = summary.methods().get(0);
    List<ClipResult> best =
        summary.withPulse().stream()
            .filter(result -> result.method().equals(method) && result.seed() == 1)
            .sorted(
                Comparator.comparingDouble(result -> -result.match().orElseThrow().scores().r()))
            .toList();
    int last = best.size() - 1;
    Charts.write(
        png,
        1,
        () ->
            List.of(
                strip("Best", best.get(0)),
                strip("Median", best.get(last / 2)),
                strip("Worst", best.get(last))));
  }

  private static XYChart strip(String rank, ClipResult result) {
    Match match = result.match().orElseThrow();
    WaveScores scores = match.scores();
    String title =
        "%s clip of %s: %s, r = %.2f, %.1f bpm (truth %.1f)"
            .formatted(
                rank,
                result.method(),
                result.clip(),
                scores.r(),
                scores.measuredBpm(),
                scores.trueBpm());
    XYChart chart = Charts.create(WIDTH_PIXELS, HEIGHT_PIXELS, title);
    chart.getStyler().setYAxisTicksVisible(false);
    chart.getStyler().setLegendVisible(true);
    chart.getStyler().setLegendPosition(Styler.LegendPosition.OutsideE);
    Charts.setSeconds(chart, Math.min(SHOWN_SECONDS, match.wave().length / EvenGrid.HZ));
    line(chart, "truth", match.truth(), TRUTH_GREY, 3f);
    line(chart, "wave", match.wave(), Charts.PULSE_RED, 1.4f);
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
}
