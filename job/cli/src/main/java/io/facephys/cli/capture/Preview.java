package io.facephys.cli.capture;

import io.facephys.camera.FaceCrop;
import io.facephys.schemas.CropContract;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * Writes a few crops of each face as pictures, for a person to look at. This puts faces on disk, so
 * it exists only where the user asks for it.
 */
final class Preview {
  private static final int MAX_OF_A_FACE = 3;
  private static final int MAX_TOTAL = 30;
  private static final long INTERVAL_MICROS = 5_000_000;
  private static final int ENLARGEMENT = 6;

  private final Path folder;
  private final Map<Integer, Long> lastMicros = new HashMap<>(); // by track
  private final Map<Integer, Integer> written = new HashMap<>(); // by track
  private int total;

  Preview(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  void add(List<FaceCrop> faces) throws IOException {
    for (FaceCrop face : faces) {
      int number = written.getOrDefault(face.track(), 0);
      long since = face.captureTimeMicros() - lastMicros.getOrDefault(face.track(), 0L);
      if (number < MAX_OF_A_FACE && total < MAX_TOTAL && since >= INTERVAL_MICROS) {
        Path file = folder.resolve("face-%d-%d.png".formatted(face.track(), number + 1));
        ImageIO.write(enlarged(face.rgb()), "png", file.toFile());
        lastMicros.put(face.track(), face.captureTimeMicros());
        written.put(face.track(), number + 1);
        total++;
      }
    }
  }

  /** How many pictures were written. */
  int total() {
    return total;
  }

  private static BufferedImage enlarged(byte[] rgb) {
    BufferedImage image =
        new BufferedImage(
            ENLARGEMENT * CropContract.WIDTH,
            ENLARGEMENT * CropContract.HEIGHT,
            BufferedImage.TYPE_INT_RGB);
    for (int row = 0; row < image.getHeight(); row++) {
      for (int column = 0; column < image.getWidth(); column++) {
        int pixel =
            CropContract.CHANNELS * (row / ENLARGEMENT * CropContract.WIDTH + column / ENLARGEMENT);
        image.setRGB(
            column,
            row,
            ((rgb[pixel] & 0xFF) << 16) | ((rgb[pixel + 1] & 0xFF) << 8) | (rgb[pixel + 2] & 0xFF));
      }
    }
    return image;
  }
}
