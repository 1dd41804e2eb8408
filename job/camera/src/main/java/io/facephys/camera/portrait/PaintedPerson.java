package io.facephys.camera.portrait;

import java.util.Arrays;

/**
 * A painted person with a pulse of known rate, who sways a little and may walk away and come back.
 *
 * @param centreX column of the middle of the face, pixels
 * @param centreY its row
 */
record PaintedPerson(
    PaintedFace face, double centreX, double centreY, double rateBpm, Absence absence) {
  /** Share of the light that a beat of height 1 absorbs in red, green and blue. */
  private static final double[] PULSE_DEPTH = {0.0033, 0.0080, 0.0050};

  private static final double SWAY_PIXELS = 1.5;

  /**
   * When a person is away; walking out of the picture, and in again, takes a second.
   *
   * @param toSeconds when the person begins to come back
   * @param stepPixels how far away the person walks; negative to the left
   */
  record Absence(double fromSeconds, double toSeconds, double stepPixels) {
    static final Absence NEVER = new Absence(Double.MAX_VALUE, Double.MAX_VALUE, 0);

    double offset(double seconds) {
      double gone = Math.max(0, Math.min(1, seconds - fromSeconds));
      double back = Math.max(0, Math.min(1, seconds - toSeconds));
      return stepPixels * (gone - back);
    }
  }

  /** Adds the person at a time to a picture of floats, RGB, 0..255. */
  void paint(double seconds, float[] rgb, int width, int height) {
    double phase = centreX; // so that people do not sway together
    double x = SWAY_PIXELS * Math.sin(2 * Math.PI * 0.11 * seconds + phase);
    double y = SWAY_PIXELS * Math.sin(2 * Math.PI * 0.17 * seconds + 2 * phase);
    double left = centreX + x + absence.offset(seconds) - face.originX();
    double top = centreY + y - face.originY();
    double beat = beat(seconds);
    int firstRow = Math.max(0, (int) Math.ceil(top));
    int lastRow = Math.min(height, (int) Math.floor(top) + face.rows() - 1);
    int firstColumn = Math.max(0, (int) Math.ceil(left));
    int lastColumn = Math.min(width, (int) Math.floor(left) + face.columns() - 1);
    Sampler sampler = new Sampler(face);
    for (int row = firstRow; row < lastRow; row++) {
      for (int column = firstColumn; column < lastColumn; column++) {
        sampler.moveTo(column - left, row - top);
        sampler.blend(rgb, 3 * (row * width + column), beat);
      }
    }
  }

  /** Blood volume, about -1 to 1: a quick rise and a second wave as it falls. */
  private double beat(double seconds) {
    double phase = 2 * Math.PI * rateBpm / 60 * seconds + centreX;
    return 0.75 * Math.sin(phase) + 0.3 * Math.sin(2 * phase - 0.6);
  }

  /** Reads the pictures between their pixels. */
  private static final class Sampler {
    private final int[] picture;
    private final int[] skin;
    private final int width;
    private final double[] argb = new double[4];
    private double bare;

    Sampler(PaintedFace face) {
      this.width = face.columns();
      this.picture = face.picture();
      this.skin = face.skin();
    }

    void moveTo(double x, double y) {
      int column = (int) x;
      int row = (int) y;
      double right = x - column;
      double lower = y - row;
      Arrays.fill(argb, 0);
      bare = 0;
      add(row * width + column, (1 - right) * (1 - lower));
      add(row * width + column + 1, right * (1 - lower));
      add((row + 1) * width + column, (1 - right) * lower);
      add((row + 1) * width + column + 1, right * lower);
    }

    private void add(int pixel, double weight) {
      int value = picture[pixel];
      double alpha = weight * (value >>> 24) / 255;
      argb[0] += alpha;
      argb[1] += alpha * (value >> 16 & 0xFF);
      argb[2] += alpha * (value >> 8 & 0xFF);
      argb[3] += alpha * (value & 0xFF);
      bare += weight * (skin[pixel] >>> 24) / 255 * (skin[pixel] & 0xFF) / 255;
    }

    void blend(float[] rgb, int offset, double beat) {
      for (int channel = 0; channel < 3; channel++) {
        double lit = argb[channel + 1] * (1 - bare * PULSE_DEPTH[channel] * beat);
        rgb[offset + channel] = (float) (rgb[offset + channel] * (1 - argb[0]) + lit);
      }
    }
  }
}
