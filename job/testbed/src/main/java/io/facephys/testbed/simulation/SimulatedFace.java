package io.facephys.testbed.simulation;

import io.facephys.engine.signal.PulseRate;
import io.facephys.schemas.CropContract;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Paints frames of a face with a pulse of known rate, 36 x 36 pixels, RGB: it has texture, moves a
 * little, the light drifts, and there is noise. Not for several threads.
 *
 * <p>Blood darkens skin, green most (0.33 : 0.80 : 0.50 for R, G and B); eyes, mouth and background
 * have no pulse. The seed determines everything random. A frame depends only on its time, except
 * for the sensor noise, which also depends on how many frames were painted before.
 */
public final class SimulatedFace {
  private static final int SIZE = CropContract.HEIGHT;
  private static final int CHANNELS = CropContract.CHANNELS;
  private static final double[] PULSE_OF_CHANNEL = {0.33, 0.80, 0.50};
  private static final double PULSE_DEPTH = 0.010; // share of light absorbed by a beat of height 1
  private static final double NOISE_LEVELS = 1.5; // standard deviation, of 255

  private static final double HALF_WIDTH = 14.5; // of the face, pixels
  private static final double HALF_HEIGHT = 17.0;
  private static final double FEATURE_SHADE = 0.55; // share of the light that eyes and mouth absorb
  private static final double EDGE_SHARPNESS = 12; // slope of the edge, shares of the radius

  private static final int SAMPLES_PER_SECOND = 30;

  private static final int RIPPLES = 10;
  private static final double MAX_FREQUENCY = 1.1; // of a ripple, radians a pixel

  private final double rateBpm;
  private final SplittableRandom noise;
  private final double[] skin; // R, G, B, 0..255
  private final double[] background;
  private final List<Ripple> texture = new ArrayList<>();
  private final Sine right; // of the face's middle, pixels
  private final Sine down;
  private final Sine size; // share of the face's size
  private final Sine light; // share of the light
  private final Sine tilt; // share of the light, a pixel to the right
  private final Sine breath; // share of the pulse rate

  /** A change over time, in the unit of its amplitude. */
  private record Sine(double amplitude, double frequencyHz, double phase) {
    double at(double seconds) {
      return amplitude * Math.sin(2 * Math.PI * frequencyHz * seconds + phase);
    }
  }

  /** A change of the brightness over the picture; frequencies are in radians a pixel. */
  private record Ripple(double frequencyX, double frequencyY, double phase, double strength) {
    double at(double x, double y) {
      return strength * Math.sin(frequencyX * x + frequencyY * y + phase);
    }
  }

  public SimulatedFace(double rateBpm, long seed) {
    this.rateBpm = rateBpm;
    SplittableRandom random = new SplittableRandom(seed);
    double tone = random.nextDouble(0.55, 1.0); // from dark to light
    skin = new double[] {205 * tone, 155 * tone, 128 * tone};
    background = random.doubles(CHANNELS, 30, 170).toArray();
    for (int i = 0; i < RIPPLES; i++) {
      texture.add(
          new Ripple(
              random.nextDouble(-MAX_FREQUENCY, MAX_FREQUENCY),
              random.nextDouble(-MAX_FREQUENCY, MAX_FREQUENCY),
              random.nextDouble(0, 2 * Math.PI),
              random.nextDouble(0.005, 0.03)));
    }
    double[] phases = random.doubles(6, 0, 2 * Math.PI).toArray();
    right = new Sine(0.5, 0.11, phases[0]);
    down = new Sine(0.5, 0.17, phases[1]);
    size = new Sine(0.01, 0.07, phases[2]);
    light = new Sine(0.03, 0.05, phases[3]);
    tilt = new Sine(0.002, 0.04, phases[4]);
    breath = new Sine(0.02, 0.1, phases[5]);
    noise = random.split();
  }

  /** The painted pulse rate, beats a minute, without its change by breathing. */
  public double rateBpm() {
    return rateBpm;
  }

  /**
   * The painted pulse rate between two times, beats a minute: the strongest frequency of {@link
   * #blood}, which is what vital signs measure. It follows breathing. Over less than {@link
   * PulseRate#MIN_SECONDS} it is {@link #rateBpm()}.
   *
   * @param fromSeconds as in {@link #paint}
   * @param toSeconds the same
   */
  public double rateBpm(double fromSeconds, double toSeconds) {
    int samples = 1 + (int) ((toSeconds - fromSeconds) * SAMPLES_PER_SECOND);
    double[] seconds =
        IntStream.range(0, samples)
            .mapToDouble(i -> fromSeconds + (double) i / SAMPLES_PER_SECOND)
            .toArray();
    return PulseRate.beatsPerMinute(seconds, Arrays.stream(seconds).map(this::blood).toArray())
        .orElse(rateBpm);
  }

  /**
   * Paints the face at a time.
   *
   * @param seconds since any fixed moment
   * @param frame takes {@link CropContract#FRAME_BYTES} bytes from {@code offset} on, (row, column,
   *     channel)
   */
  public void paint(double seconds, byte[] frame, int offset) {
    double shiftX = right.at(seconds);
    double shiftY = down.at(seconds);
    double scale = 1 + size.at(seconds);
    double lightNow = 1 + light.at(seconds);
    double tiltNow = tilt.at(seconds);
    double blood = PULSE_DEPTH * blood(seconds);
    int i = offset;
    for (int row = 0; row < SIZE; row++) {
      for (int column = 0; column < SIZE; column++) {
        double x = (column - SIZE / 2.0 + 0.5 - shiftX) / scale;
        double y = (row - SIZE / 2.0 + 0.5 - shiftY) / scale;
        double lit = (lightNow + tiltNow * x) * brightness(x, y);
        double face = inside(x / HALF_WIDTH, y / HALF_HEIGHT);
        double bare = face * (1 - features(x, y));
        for (int channel = 0; channel < CHANNELS; channel++) {
          double color = face * skin[channel] + (1 - face) * background[channel];
          double shade = 1 - FEATURE_SHADE * (face - bare);
          double value = color * shade * lit * (1 - bare * PULSE_OF_CHANNEL[channel] * blood);
          double noisy = value + NOISE_LEVELS * noise.nextGaussian();
          frame[i++] = (byte) Math.max(0, Math.min(255, Math.round(noisy)));
        }
      }
    }
  }

  /**
   * Blood volume, about -1 to 1: a quick rise and, as it falls, a second wave. The rate varies by 2
   * %, as it does with breathing.
   */
  public double blood(double seconds) {
    double sway = breath.at(seconds) / breath.frequencyHz / (2 * Math.PI);
    double phase = 2 * Math.PI * rateBpm / 60 * (seconds + sway);
    return 0.75 * Math.sin(phase) + 0.3 * Math.sin(2 * phase - 0.6);
  }

  private double brightness(double x, double y) {
    double sum = 1;
    for (Ripple ripple : texture) {
      sum += ripple.at(x, y);
    }
    return sum;
  }

  /** 1 in the middle of eyes and mouth, 0 elsewhere; x and y are pixels from the face's middle. */
  private static double features(double x, double y) {
    double leftEye = inside((x + 5.5) / 2.6, (y + 3.5) / 1.4);
    double rightEye = inside((x - 5.5) / 2.6, (y + 3.5) / 1.4);
    double mouth = inside(x / 4.5, (y - 8.5) / 1.4);
    return Math.max(mouth, Math.max(leftEye, rightEye));
  }

  /** 1 well inside the unit circle, 0 well outside, soft at the edge. */
  private static double inside(double x, double y) {
    double distance = Math.sqrt(x * x + y * y);
    return 1 / (1 + Math.exp(EDGE_SHARPNESS * (distance - 1)));
  }
}
