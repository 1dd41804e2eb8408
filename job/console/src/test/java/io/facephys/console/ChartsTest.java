package io.facephys.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.knowm.xchart.XYChart;

final class ChartsTest {
  @TempDir private Path folder;

  @Test
  void lastRowNeedNotBeFull() throws IOException {
    Path png = folder.resolve("four.png");

    Charts.write(png, 3, () -> Stream.of("a", "b", "c", "d").map(ChartsTest::chart).toList());

    BufferedImage picture = ImageIO.read(png.toFile());
    assertThat(List.of(picture.getWidth(), picture.getHeight())).containsExactly(600, 200);
  }

  private static XYChart chart(String title) {
    XYChart chart = Charts.create(200, 100, title);
    chart.addSeries("line", new double[] {0, 1}, new double[] {0, 1});
    return chart;
  }
}
