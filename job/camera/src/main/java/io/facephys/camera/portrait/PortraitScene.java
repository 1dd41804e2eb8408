package io.facephys.camera.portrait;

import io.facephys.camera.portrait.PaintedPerson.Absence;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A painted picture of one to four people in front of a wall, with a pulse of known rate each, slow
 * changes of the light, and sensor noise. Not for several threads.
 */
public final class PortraitScene {
  /** Columns of the picture. */
  public static final int WIDTH = 640;

  /** Rows of the picture. */
  public static final int HEIGHT = 480;

  /** The maximum number of people in the picture. */
  public static final int MAX_PEOPLE = 4;

  private static final double NOISE_LEVELS = 2; // standard deviation, of 255
  private static final int NOISE_PERIOD = 1 << 20; // a power of two
  private static final Color[] SKIN = {
    new Color(224, 172, 140),
    new Color(141, 94, 68),
    new Color(198, 146, 112),
    new Color(92, 60, 46)
  };
  private static final Color[] HAIR = {
    new Color(70, 48, 34), new Color(28, 22, 20), new Color(46, 34, 28), new Color(20, 16, 15)
  };

  private final List<PaintedPerson> people;
  private final float[] wall = new float[3 * WIDTH * HEIGHT];
  private final float[] light = new float[3 * WIDTH * HEIGHT];
  private final float[] noise = new float[NOISE_PERIOD];
  private final SplittableRandom random;

  private PortraitScene(List<PaintedPerson> people, long seed) {
    this.people = people;
    this.random = new SplittableRandom(seed);
    for (int i = 0; i < NOISE_PERIOD; i++) {
      noise[i] = (float) (NOISE_LEVELS * random.nextGaussian());
    }
    for (int i = 0; i < wall.length; i++) {
      int row = i / 3 / WIDTH;
      wall[i] = 118 + 40f * row / HEIGHT + 9 * (i % 3);
    }
  }

  /**
   * People side by side who stay.
   *
   * @param ratesBpm the pulse of each person from left to right, beats a minute; 1 to 4
   */
  public static PortraitScene of(List<Double> ratesBpm, long seed) {
    return of(ratesBpm, seed, Absence.NEVER);
  }

  /** The same, but the last person walks out of the picture and comes back. */
  public static PortraitScene withAbsence(
      List<Double> ratesBpm, long seed, double fromSeconds, double toSeconds) {
    return of(ratesBpm, seed, new Absence(fromSeconds, toSeconds, WIDTH));
  }

  private static PortraitScene of(List<Double> ratesBpm, long seed, Absence absence) {
    int count = ratesBpm.size();
    if (count < 1 || count > MAX_PEOPLE) {
      throw new IllegalArgumentException(
          "%d people; 1 to %d fit into the picture".formatted(count, MAX_PEOPLE));
    }
    double place = (double) WIDTH / count;
    double faceWidth = Math.min(200, place * 0.6);
    List<PaintedPerson> people = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Color clothes = Color.getHSBColor(0.13f + 0.27f * i, 0.45f, 0.45f);
      people.add(
          new PaintedPerson(
              PaintedFace.of(faceWidth, SKIN[i], HAIR[i], clothes),
              place * (i + 0.5),
              HEIGHT * 0.45,
              ratesBpm.get(i),
              i == count - 1 ? absence : Absence.NEVER));
    }
    return new PortraitScene(people, seed);
  }

  /**
   * Paints the picture at a time; the noise is another one with each call.
   *
   * @param seconds since the start of the video
   * @param rgb takes {@link #HEIGHT} * {@link #WIDTH} * 3 bytes, (row, column, channel)
   */
  public void paint(double seconds, byte[] rgb) {
    System.arraycopy(wall, 0, light, 0, wall.length);
    people.forEach(person -> person.paint(seconds, light, WIDTH, HEIGHT));
    float brightness = (float) (1 + 0.02 * Math.sin(2 * Math.PI * 0.05 * seconds));
    int from = random.nextInt(NOISE_PERIOD);
    for (int i = 0; i < light.length; i++) {
      float value = light[i] * brightness + noise[from + i & NOISE_PERIOD - 1];
      rgb[i] = (byte) Math.max(0, Math.min(255, value + 0.5f));
    }
  }
}
