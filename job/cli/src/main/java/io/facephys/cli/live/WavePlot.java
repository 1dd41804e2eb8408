package io.facephys.cli.live;

import io.facephys.console.Charts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.knowm.xchart.XYChart;

/** Plots waves below each other in one PNG. */
public final class WavePlot {
  private static final int WIDTH_PIXELS = 900;
  private static final int HEIGHT_PIXELS = 160;

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
                .map(strip -> chart(strip.getKey(), strip.getValue(), HEIGHT_PIXELS))
                .toList());
  }

  /** A chart of a wave. */
  static XYChart chart(String title, SubjectTrack.Stretch wave, int heightPixels) {
    XYChart chart = axes(title, wave, heightPixels);
    double start = wave.seconds()[0];
    double[] seconds = Arrays.stream(wave.seconds()).map(second -> second - start).toArray();
    Charts.addLine(chart, "wave", seconds, wave.samples(), Charts.PULSE_RED);
    return chart;
  }

  /** An empty chart that is as long as a wave. */
  static XYChart axes(String title, SubjectTrack.Stretch wave, int heightPixels) {
    XYChart chart = Charts.create(WIDTH_PIXELS, heightPixels, title);
    chart.getStyler().setYAxisDecimalPattern("0.0");
    double[] seconds = wave.seconds();
    Charts.setSeconds(chart, seconds[seconds.length - 1] - seconds[0]);
    return chart;
  }
}
