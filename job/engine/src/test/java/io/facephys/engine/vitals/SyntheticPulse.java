package io.facephys.engine.vitals;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A pulse with known beats, as wave and as colours of skin.
 *
 * @param timesMicros capture times
 * @param wave the pulse
 * @param colours (frame, channel)
 */
record SyntheticPulse(long[] timesMicros, float[] wave, float[] colours) {
  static final long START_MICROS = 1_700_000_000_400_000L;
  private static final float WEAK = 0.0015f;
  private static final double[] BLOOD = {0.33, 0.80, 0.50};

  /** Beats of one length, 30 frames a second with a jitter of 2 ms. */
  static SyntheticPulse steady(double bpm, int seconds, long seed) {
    int beats = (int) (seconds * bpm / 60) + 5;
    return of(IntStream.range(0, beats).mapToDouble(i -> 60 * i / bpm).toArray(), seconds, seed);
  }

  /** Beats at these times, seconds from the start on. */
  static SyntheticPulse of(double[] beats, int seconds, long seed) {
    Random random = new Random(seed);
    int frames = 30 * seconds;
    long[] times = new long[frames];
    float[] wave = new float[frames];
    float[] colours = new float[3 * frames];
    for (int i = 0; i < frames; i++) {
      double at = i / 30.0 + 0.002 * random.nextDouble();
      times[i] = START_MICROS + Math.round(1e6 * at);
      double pulse = Arrays.stream(beats).map(beat -> shape(at - beat)).sum();
      wave[i] = (float) (pulse - 0.3 + 0.02 * random.nextGaussian());
      for (int channel = 0; channel < 3; channel++) {
        double change = -0.01 * BLOOD[channel] * pulse + 0.0003 * random.nextGaussian();
        colours[3 * i + channel] = (float) (0.5 * (1 + change));
      }
    }
    return new SyntheticPulse(times, wave, colours);
  }

  private static double shape(double seconds) {
    double rise = seconds < 0 ? 0.08 : 0.14;
    double second = (seconds - 0.3) / 0.1;
    return Math.exp(-0.5 * Math.pow(seconds / rise, 2)) + 0.25 * Math.exp(-0.5 * second * second);
  }

  /** The same wave under light that flickers: all channels change alike. */
  SyntheticPulse withGreyColours() {
    Random random = new Random(5);
    float[] grey = new float[colours.length];
    for (int i = 0; i < grey.length; i++) {
      grey[i] = 0.5f * (1 - 0.01f * wave[i / 3] + 0.0003f * (float) random.nextGaussian());
    }
    return new SyntheticPulse(timesMicros, wave, grey);
  }

  /** The same wave; each colour also changes by 4 % at a rate of its own, as when a face moves. */
  SyntheticPulse withMovingColours() {
    double[] hertz = {0.8, 0.95, 1.6};
    float[] moving = colours.clone();
    for (int i = 0; i < moving.length; i++) {
      double seconds = timesMicros[i / 3] / 1e6;
      moving[i] *= (float) (1 + 0.04 * Math.sin(2 * Math.PI * hertz[i % 3] * seconds));
    }
    return new SyntheticPulse(timesMicros, wave, moving);
  }

  /** The same wave with more noise in the colours. */
  SyntheticPulse withWeakColours() {
    Random random = new Random(6);
    float[] weak = new float[colours.length];
    for (int i = 0; i < weak.length; i++) {
      weak[i] = colours[i] + WEAK * (float) random.nextGaussian();
    }
    return new SyntheticPulse(timesMicros, wave, weak);
  }

  /** The same wave of frames that do not change. */
  SyntheticPulse withFrozenColours() {
    float[] frozen = new float[colours.length];
    Arrays.fill(frozen, 0.5f);
    return new SyntheticPulse(timesMicros, wave, frozen);
  }

  /** Without frames {@code from} to {@code to}. */
  SyntheticPulse without(int from, int to) {
    int[] kept = IntStream.range(0, wave.length).filter(i -> i < from || i >= to).toArray();
    float[] left = new float[kept.length];
    float[] leftColours = new float[3 * kept.length];
    for (int i = 0; i < kept.length; i++) {
      left[i] = wave[kept[i]];
      System.arraycopy(colours, 3 * kept[i], leftColours, 3 * i, 3);
    }
    long[] times = Arrays.stream(kept).mapToLong(i -> timesMicros[i]).toArray();
    return new SyntheticPulse(times, left, leftColours);
  }

  WavePiece piece(long segment, int from, int to) {
    return new WavePiece(
        segment,
        Arrays.copyOfRange(timesMicros, from, to),
        Arrays.copyOfRange(wave, from, to),
        Arrays.copyOfRange(colours, 3 * from, 3 * to));
  }

  WavePiece whole() {
    return piece(0, 0, wave.length);
  }
}
