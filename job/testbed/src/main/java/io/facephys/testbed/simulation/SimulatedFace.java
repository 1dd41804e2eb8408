package io.facephys.testbed.simulation;

import io.facephys.schemas.CropContract;
import java.util.SplittableRandom;

/**
 * A painted face with a pulse of known rate: texture, motion, light drift and noise, 36 x 36
 * pixels, RGB.
 *
 * <p>Blood darkens skin, green most (0.33 : 0.80 : 0.50 for R, G and B); eyes, mouth and background
 * have no pulse. The seed determines everything random. A frame depends only on its time, except
 * for the sensor noise, which also depends on how many frames were painted before.
 */
public final class SimulatedFace {
  private static final int SIZE = CropContract.HEIGHT;
  private static final double[] PULSE_OF_CHANNEL = {0.33, 0.80, 0.50};
  private static final double PULSE_DEPTH =
      0.010; // share of the light that a beat of height 1 absorbs
  private static final double NOISE_LEVELS = 1.5; // standard deviation, of 255
  private static final int RIPPLES = 10;

  private final double rateBpm;
  private final SplittableRandom noise;
  private final double[] skin; // R, G, B, 0..255
  private final double[] background;
  private final double[][] ripples = new double[RIPPLES][4]; // x and y frequency, phase, strength
  private final double[] phases; // of the slow movements

  /**
   * @param rateBpm beats a minute
   * @param seed determines everything random
   */
  public SimulatedFace(double rateBpm, long seed) {
    this.rateBpm = rateBpm;
    SplittableRandom random = new SplittableRandom(seed);
    double tone = random.nextDouble(0.55, 1.0);
    skin = new double[] {205 * tone, 155 * tone, 128 * tone};
    background = random.doubles(3, 30, 170).toArray();
    for (double[] ripple : ripples) {
      ripple[0] = random.nextDouble(-1.1, 1.1);
      ripple[1] = random.nextDouble(-1.1, 1.1);
      ripple[2] = random.nextDouble(0, 2 * Math.PI);
      ripple[3] = random.nextDouble(0.005, 0.03);
    }
    phases = random.doubles(6, 0, 2 * Math.PI).toArray();
    noise = random.split();
  }

  /** The painted pulse rate, beats a minute. */
  public double rateBpm() {
    return rateBpm;
  }

  /**
   * Paints the face at a time.
   *
   * @param seconds since any fixed moment
   * @param frame takes {@link CropContract#FRAME_BYTES} bytes from {@code offset} on, (row, column,
   *     channel)
   */
  public void paint(double seconds, byte[] frame, int offset) {
    double shiftX = 0.5 * Math.sin(2 * Math.PI * 0.11 * seconds + phases[0]);
    double shiftY = 0.5 * Math.sin(2 * Math.PI * 0.17 * seconds + phases[1]);
    double scale = 1 + 0.01 * Math.sin(2 * Math.PI * 0.07 * seconds + phases[2]);
    double light = 1 + 0.03 * Math.sin(2 * Math.PI * 0.05 * seconds + phases[3]);
    double tilt = 0.002 * Math.sin(2 * Math.PI * 0.04 * seconds + phases[4]);
    double blood = PULSE_DEPTH * blood(seconds);
    int i = offset;
    for (int row = 0; row < SIZE; row++) {
      for (int column = 0; column < SIZE; column++) {
        double x = (column - SIZE / 2.0 + 0.5 - shiftX) / scale;
        double y = (row - SIZE / 2.0 + 0.5 - shiftY) / scale;
        double brightness = (light + tilt * x) * texture(x, y);
        double face = inside(x / 14.5, y / 17.0);
        double bare = face * (1 - features(x, y));
        for (int channel = 0; channel < 3; channel++) {
          double color = face * skin[channel] + (1 - face) * background[channel];
          double shade = 1 - 0.55 * (face - bare);
          double value =
              color * shade * brightness * (1 - bare * PULSE_OF_CHANNEL[channel] * blood);
          double noisy = value + NOISE_LEVELS * noise.nextGaussian();
          frame[i++] = (byte) Math.max(0, Math.min(255, Math.round(noisy)));
        }
      }
    }
  }

  /**
   * Blood volume, about -1 to 1: a quick rise and a second wave as it falls; the rate varies by 2
   * %, as it does with breathing.
   *
   * @param seconds as in {@link #paint}
   */
  public double blood(double seconds) {
    double sway = 0.02 * Math.sin(2 * Math.PI * 0.1 * seconds + phases[5]) / 0.1 / (2 * Math.PI);
    double phase = 2 * Math.PI * rateBpm / 60 * (seconds + sway);
    return 0.75 * Math.sin(phase) + 0.3 * Math.sin(2 * phase - 0.6);
  }

  private double texture(double x, double y) {
    double sum = 1;
    for (double[] ripple : ripples) {
      sum += ripple[3] * Math.sin(ripple[0] * x + ripple[1] * y + ripple[2]);
    }
    return sum;
  }

  /** 1 in the middle of eyes and mouth, 0 elsewhere. */
  private static double features(double x, double y) {
    double left = inside((x + 5.5) / 2.6, (y + 3.5) / 1.4);
    double right = inside((x - 5.5) / 2.6, (y + 3.5) / 1.4);
    double mouth = inside(x / 4.5, (y - 8.5) / 1.4);
    return Math.max(mouth, Math.max(left, right));
  }

  /** 1 well inside the unit circle, 0 well outside, soft at the edge. */
  private static double inside(double x, double y) {
    double distance = Math.sqrt(x * x + y * y);
    return 1 / (1 + Math.exp(12 * (distance - 1)));
  }
}
