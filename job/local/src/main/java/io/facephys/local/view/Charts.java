package io.facephys.local.view;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler;

/** Charts as one picture. */
public final class Charts {
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
   * Gives a chart an axis of seconds from 0 on.
   *
   * @param most where it ends at least
   */
  public static void setSeconds(XYChart chart, double most) {
    chart.setXAxisTitle("s");
    chart.getStyler().setXAxisDecimalPattern("0");
    // Where data and bounds are evenly spaced, ticks would be at samples, and rounded the labels.
    double end = Math.max(1, Math.ceil(most)) + 0.01;
    chart.getStyler().setXAxisMin(0.0).setXAxisMax(end);
  }

  /**
   * Writes a PNG, row by row.
   *
   * @param charts makes them; one at least, all of a size
   * @throws IOException if the file cannot be written, or this Java cannot draw text (no fonts)
   */
  public static void write(Path png, int columns, Supplier<List<XYChart>> charts)
      throws IOException {
    System.setProperty("java.awt.headless", "true");
    try {
      ImageIO.write(picture(columns, charts.get()), "png", png.toFile());
    } catch (LinkageError | RuntimeException e) {
      // Seen on slim images: AWT's native part or its fonts are missing.
      throw new IOException(
          "this Java cannot draw (are fontconfig and a font installed?): " + e, e);
    }
  }

  private static BufferedImage picture(int columns, List<XYChart> charts) {
    int width = charts.get(0).getWidth();
    int height = charts.get(0).getHeight();
    int rows = (charts.size() + columns - 1) / columns;
    BufferedImage picture =
        new BufferedImage(columns * width, rows * height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
    for (int i = 0; i < charts.size(); i++) {
      BufferedImage chart = BitmapEncoder.getBufferedImage(charts.get(i));
      graphics.drawImage(chart, i % columns * width, i / columns * height, null);
    }
    graphics.dispose();
    return picture;
  }
}
