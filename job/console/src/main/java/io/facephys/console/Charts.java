package io.facephys.console;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws charts in one style and writes several of them to one PNG. */
public final class Charts {
  /** Colour of a pulse wave and of a pulse rate. */
  public static final Color PULSE_RED = new Color(0xC0392B);

  private static final int DENSITY = 2;

  private Charts() {}

  /** An empty chart without a legend. */
  public static XYChart create(int widthPixels, int heightPixels, String title) {
    XYChart chart =
        new XYChartBuilder()
            .width(widthPixels)
            .height(heightPixels)
            .title(title)
            .theme(Styler.ChartTheme.Matlab)
            .build();
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    return chart;
  }

  /**
   * Gives a chart an x axis in seconds, from 0.
   *
   * @param maxSeconds the axis ends here or up to a second later
   */
  public static void setSeconds(XYChart chart, double maxSeconds) {
    chart.setXAxisTitle("s");
    chart.getStyler().setXAxisDecimalPattern("0");
    // The 0.01 keeps XChart from putting ticks at samples and rounding their labels.
    double end = Math.max(1, Math.ceil(maxSeconds)) + 0.01;
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(end);
  }

  /** Adds a line without markers to a chart. */
  public static void addLine(XYChart chart, String name, double[] x, double[] y, Color color) {
    chart
        .addSeries(name, x, y)
        .setMarker(SeriesMarkers.NONE)
        .setLineColor(color)
        .setLineWidth(1.4f);
  }

  /**
   * Writes charts to a PNG, row by row.
   *
   * @param charts creates them: at least one, all of the same size
   * @throws IOException if the file cannot be written, or this Java cannot draw text (no fonts)
   */
  public static void write(Path png, int columns, Supplier<List<XYChart>> charts)
      throws IOException {
    Files.write(png, png(() -> image(columns, charts.get())));
  }

  /**
   * A chart as PNG with twice as many pixels to each side, for pages that are shown on any screen.
   *
   * @param chart creates it
   * @throws IOException if this Java cannot draw text (no fonts)
   */
  public static byte[] enlargedPng(Supplier<XYChart> chart) throws IOException {
    return png(() -> enlarged(chart.get()));
  }

  private static byte[] png(Supplier<BufferedImage> image) throws IOException {
    System.setProperty("java.awt.headless", "true");
    try {
      ByteArrayOutputStream png = new ByteArrayOutputStream();
      ImageIO.write(image.get(), "png", png);
      return png.toByteArray();
    } catch (LinkageError | RuntimeException e) {
      // Seen on slim images: AWT's native part or its fonts are missing.
      throw new IOException(
          "this Java cannot draw (are fontconfig and a font installed?): " + e, e);
    }
  }

  private static BufferedImage enlarged(XYChart chart) {
    BufferedImage image =
        new BufferedImage(
            DENSITY * chart.getWidth(), DENSITY * chart.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.scale(DENSITY, DENSITY);
    chart.paint(graphics, chart.getWidth(), chart.getHeight());
    graphics.dispose();
    return image;
  }

  private static BufferedImage image(int columns, List<XYChart> charts) {
    int width = charts.get(0).getWidth();
    int height = charts.get(0).getHeight();
    int rows = (charts.size() + columns - 1) / columns;
    BufferedImage image =
        new BufferedImage(columns * width, rows * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
    for (int i = 0; i < charts.size(); i++) {
      BufferedImage chart = BitmapEncoder.getBufferedImage(charts.get(i));
      graphics.drawImage(chart, i % columns * width, i / columns * height, null);
    }
    graphics.dispose();
    return image;
  }
}
