package io.facephys.cli.live;

import io.facephys.console.Charts;
import io.facephys.engine.vitals.RateInterval;
import io.facephys.engine.vitals.Vitals;
import io.facephys.pipeline.record.SubjectBeat;
import io.facephys.pipeline.record.SubjectVitals;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Plots a wave with its beats and, below it, the pulse rate with its interval. */
public final class VitalsPlot {
  private static final int HEIGHT_PIXELS = 220;
  private static final Color INTERVAL_GREY = new Color(0x909090);

  private VitalsPlot() {}

  /**
   * Writes a PNG; all is of one camera.
   *
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
    XYChart chart = WavePlot.chart(title + ": wave and beats", wave, HEIGHT_PIXELS);
    if (!beats.isEmpty()) {
      double start = wave.seconds()[0];
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
    XYChart chart = WavePlot.axes("pulse rate with its interval of 90 %, bpm", wave, HEIGHT_PIXELS);
    if (!vitals.isEmpty()) {
      double start = wave.seconds()[0];
      double[] seconds =
          vitals.stream().mapToDouble(v -> v.vitals().windowEndMicros() / 1e6 - start).toArray();
      double[] low = values(vitals, v -> end(v, RateInterval::lowBpm));
      double[] high = values(vitals, v -> end(v, RateInterval::highBpm));
      Charts.addLine(chart, "low", seconds, low, INTERVAL_GREY);
      Charts.addLine(chart, "high", seconds, high, INTERVAL_GREY);
      double[] rates = values(vitals, VitalsPlot::rate);
      Charts.addLine(chart, "rate", seconds, rates, Charts.PULSE_RED);
    }
    return chart;
  }

  private static double[] values(List<SubjectVitals> rows, ToDoubleFunction<Vitals> value) {
    return rows.stream().map(SubjectVitals::vitals).mapToDouble(value).toArray();
  }

  /** The pulse rate; without one NaN, at which a line breaks. */
  private static double rate(Vitals vitals) {
    Double rate = vitals.pulseRate().value();
    return rate == null ? Double.NaN : rate;
  }

  private static double end(Vitals vitals, ToDoubleFunction<RateInterval> end) {
    RateInterval interval = vitals.pulseRateInterval();
    return interval == null ? Double.NaN : end.applyAsDouble(interval);
  }
}
