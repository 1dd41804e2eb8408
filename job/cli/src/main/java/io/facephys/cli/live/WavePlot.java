package io.facephys.cli.live;

import io.facephys.console.Charts;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.knowm.xchart.XYChart;

/** Plot of waves in one PNG, below each other. */
public final class WavePlot {
  private static final int WIDTH_PIXELS = 900;
  private static final int HEIGHT_PIXELS = 160;
  private static final Color PULSE_RED = new Color(0xC0392B);

  private WavePlot() {}

  /**
   * Writes a PNG.
   *
   * @param waves by title, drawn from top to bottom
   * @throws IOException if the file cannot be written, or this Java cannot draw text (no fonts)
   */
  public static void write(Path png, Map<String, SubjectTrack.Stretch> waves) throws IOException {
    Charts.write(
        png,
        1,
        () ->
            waves.entrySet().stream()
                .map(strip -> chart(strip.getKey(), strip.getValue()))
                .toList());
  }

  private static XYChart chart(String title, SubjectTrack.Stretch wave) {
    XYChart chart = Charts.create(WIDTH_PIXELS, HEIGHT_PIXELS, title);
    chart.getStyler().setYAxisDecimalPattern("0.0");
    double start = wave.seconds()[0];
    double[] seconds = Arrays.stream(wave.seconds()).map(second -> second - start).toArray();
    Charts.setSeconds(chart, seconds[seconds.length - 1]);
    chart
        .addSeries("wave", seconds, wave.samples())
        .setMarker(org.knowm.xchart.style.markers.SeriesMarkers.NONE)
        .setLineColor(PULSE_RED)
        .setLineWidth(1.4f);
    return chart;
  }
}
