package io.facephys.engine.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class RateWindowTest {
  private static final double FRAME_RATE_HZ = 30;

  private final RateWindow window = new RateWindow();

  @Test
  void rateIsOfTheLastFifteenSeconds() {
    add(0, 20, 60);
    add(20, 35, 90);

    assertThat(rateAt(35)).isCloseTo(90, within(0.5));
  }

  @Test
  void rateIsThatOfTheSamePulseReadAtOnce() {
    long[] times = times(0, 15);
    double[] seconds = Arrays.stream(times).mapToDouble(t -> t / 1e6).toArray();
    float[] wave = wave(times, 75);
    double[] samples = new double[wave.length];
    Arrays.setAll(samples, i -> wave[i]);

    add(0, 5, 75);
    add(5, 15, 75);

    assertThat(rateAt(15)).isEqualTo(PulseRate.beatsPerMinute(seconds, samples).orElseThrow());
  }

  @Test
  void repeatedPiecesAreIgnored() {
    add(0, 10, 75);
    double rate = rateAt(10);

    add(0, 10, 120);

    assertThat(rateAt(10)).isEqualTo(rate);
  }

  @Test
  void holesCountAsNoWave() {
    add(0, 2, 75);
    add(6, 7.9, 75);
    assertThat(window.beatsPerMinute(micros(8))).as("3.9 s of wave").isEmpty();

    add(7.9, 10, 75);
    assertThat(rateAt(10)).as("6 s of wave in 10 s").isCloseTo(75, within(1.5));
  }

  @Test
  void waveThatIsLongOverHasNoRate() {
    add(0, 10, 75);

    assertThat(rateAt(15)).isCloseTo(75, within(0.5));
    assertThat(window.beatsPerMinute(micros(18))).as("the last 15 s hold 7 s of wave").isEmpty();
    assertThat(window.beatsPerMinute(micros(60))).isEmpty();
  }

  @Test
  void withoutSamplesThereIsNoRate() {
    assertThat(window.beatsPerMinute(0)).isEmpty();
  }

  private void add(double fromSeconds, double toSeconds, double bpm) {
    long[] times = times(fromSeconds, toSeconds);
    window.add(times, wave(times, bpm));
  }

  private double rateAt(double seconds) {
    return window.beatsPerMinute(micros(seconds)).orElseThrow();
  }

  private static long[] times(double fromSeconds, double toSeconds) {
    return LongStream.range(
            Math.round(fromSeconds * FRAME_RATE_HZ), Math.round(toSeconds * FRAME_RATE_HZ))
        .map(i -> Math.round(i * 1e6 / FRAME_RATE_HZ))
        .toArray();
  }

  private static float[] wave(long[] times, double bpm) {
    float[] wave = new float[times.length];
    for (int i = 0; i < wave.length; i++) {
      wave[i] = (float) Math.sin(2 * Math.PI * bpm / 60 * times[i] / 1e6);
    }
    return wave;
  }

  private static long micros(double seconds) {
    return Math.round(seconds * 1e6);
  }
}
