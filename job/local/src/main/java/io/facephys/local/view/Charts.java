package io.facephys.local.view;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;

/** Charts as one picture. */
public final class Charts {
  private Charts() {}

  /**
   * Writes a PNG, row by row.
   *
   * @param charts makes them; all of a size
   * @throws IOException if the file cannot be written, or this Java cannot draw text (no fonts)
   */
  public static void write(Path png, int columns, Supplier<List<XYChart>> charts)
      throws IOException {
    System.setProperty("java.awt.headless", "true");
    try {
      List<XYChart> made = charts.get();
      int rows = (made.size() + columns - 1) / columns;
      BitmapEncoder.saveBitmap(made, rows, columns, png.toString(), BitmapEncoder.BitmapFormat.PNG);
    } catch (LinkageError | RuntimeException e) {
      // Seen on slim images: AWT's native part or its fonts are missing.
      throw new IOException(
          "this Java cannot draw (are fontconfig and a font installed?): " + e, e);
    }
  }
}
