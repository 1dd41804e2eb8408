package io.facephys.cli.live;

import io.facephys.console.Charts;
import io.facephys.engine.vitals.RateInterval;
import io.facephys.engine.vitals.Vitals;
import io.facephys.pipeline.record.SubjectBeat;
import io.facephys.pipeline.record.SubjectVitals;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Plot of a wave with its beats and, below it, of the pulse rate with its interval. */
public final class VitalsPlot {
  private static final int WIDTH_PIXELS = 900;
  private static final int HEIGHT_PIXELS = 220;
  private static final Color PULSE_RED = new Color(0xC0392B);
  private static final Color INTERVAL_GREY = new Color(0x909090);

  private VitalsPlot() {}

  /**
   * Writes a PNG.
   *
   * @param vitals of one camera
   * @param beats of the same camera
   * @throws IOException if the file cannot be written, or this Java cannot draw text (no fonts)
   */
  public static void write(
      Path png,
      String title,
      SubjectTrack.Stretch wave,
      List<SubjectVitals> vitals,
      List<SubjectBeat> beats)
      throws IOException {
    Charts.write(png, 1, () -> List.of(waveChart(title, wave, beats), rateChart(wave, vitals)));
  }

  private static XYChart waveChart(
      String title, SubjectTrack.Stretch wave, List<SubjectBeat> beats) {
    XYChart chart = chart(title + ": wave and beats", wave);
    double start = wave.seconds()[0];
    double[] seconds = Arrays.stream(wave.seconds()).map(s -> s - start).toArray();
    line(chart, "wave", seconds, wave.samples(), PULSE_RED);
    if (!beats.isEmpty()) {
      double[] times =
          beats.stream().mapToDouble(b -> b.beat().timeMicros() / 1e6 - start).toArray();
      double[] peaks = beats.stream().mapToDouble(b -> b.beat().peak()).toArray();
      chart
          .addSeries("beats", times, peaks)
          .setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter)
          .setMarker(SeriesMarkers.CIRCLE)
          .setMarkerColor(Color.BLACK);
    }
    return chart;
  }

  private static XYChart rateChart(SubjectTrack.Stretch wave, List<SubjectVitals> vitals) {
    XYChart chart = chart("pulse rate with its interval of 90 %, bpm", wave);
    if (!vitals.isEmpty()) {
      double start = wave.seconds()[0];
      double[] seconds =
          vitals.stream().mapToDouble(v -> v.vitals().windowEndMicros() / 1e6 - start).toArray();
      line(chart, "low", seconds, values(vitals, v -> end(v, RateInterval::lowBpm)), INTERVAL_GREY);
      line(
          chart,
          "high",
          seconds,
          values(vitals, v -> end(v, RateInterval::highBpm)),
          INTERVAL_GREY);
      line(chart, "rate", seconds, values(vitals, VitalsPlot::rate), PULSE_RED);
    }
    return chart;
  }

  private static double[] values(List<SubjectVitals> rows, ToDoubleFunction<Vitals> value) {
    return rows.stream().map(SubjectVitals::vitals).mapToDouble(value).toArray();
  }

  /** NaN, where a line breaks, if there is none. */
  private static double rate(Vitals vitals) {
    Double rate = vitals.pulseRate().value();
    return rate == null ? Double.NaN : rate;
  }

  private static double end(Vitals vitals, ToDoubleFunction<RateInterval> end) {
    RateInterval interval = vitals.pulseRateInterval();
    return interval == null ? Double.NaN : end.applyAsDouble(interval);
  }

  private static XYChart chart(String title, SubjectTrack.Stretch wave) {
    XYChart chart = Charts.create(WIDTH_PIXELS, HEIGHT_PIXELS, title);
    chart.getStyler().setYAxisDecimalPattern("0.0");
    double[] seconds = wave.seconds();
    Charts.setSeconds(chart, seconds[seconds.length - 1] - seconds[0]);
    return chart;
  }

  private static void line(
      XYChart chart, String name, double[] seconds, double[] values, Color color) {
    chart
        .addSeries(name, seconds, values)
        .setMarker(SeriesMarkers.NONE)
        .setLineColor(color)
        .setLineWidth(1.4f);
  }
}
