package io.facephys.cli.check;

import io.facephys.engine.Frames;
import io.facephys.engine.signal.EvenGrid;
import io.facephys.engine.signal.PosPulse;
import io.facephys.engine.signal.PulseBand;
import io.facephys.engine.signal.PulseSpectrum;
import io.facephys.engine.vitals.ColourPulse;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The pulse of one subject and camera by POS (plane orthogonal to skin), which needs no weights.
 *
 * @param colours mean colour of the middle of each of the newest frames, red, green and blue, 0..1
 * @param frameRateHz frames a second
 * @param seconds from the first frame of the stream to the last
 */
record PulseCheck(List<float[]> colours, double frameRateHz, double seconds) {
  static final double MIN_SECONDS = 10;

  private static final double MAX_ERROR_BPM = 3;

  /** Compares the rate with the true one. */
  Finding finding(double expectedBpm) {
    if (isTooShort()) {
      return Finding.notMeasured(Point.PULSE, "%.0f s of frames are needed".formatted(MIN_SECONDS));
    }
    double measured = beatsPerMinute();
    return Finding.of(
        Point.PULSE,
        Math.abs(measured - expectedBpm) > MAX_ERROR_BPM,
        "%.1f bpm measured, %.1f expected".formatted(measured, expectedBpm));
  }

  /** Whether the colours change as blood changes them. */
  boolean isBlood() {
    return !isTooShort()
        && ColourPulse.of(
                even(channel(0)), even(channel(1)), even(channel(2)), beatsPerMinute() / 60)
            .isPulse();
  }

  /** Whether there are too few frames to see a pulse. */
  boolean isTooShort() {
    return seconds < MIN_SECONDS;
  }

  private double beatsPerMinute() {
    FloatBuffer values = FloatBuffer.allocate(3 * colours.size());
    colours.forEach(values::put);
    double[] wave = PosPulse.wave(Frames.ofFloats(values.flip(), colours.size()), frameRateHz);
    return PulseSpectrum.beatsPerMinute(PulseBand.of(even(wave)));
  }

  private double[] channel(int channel) {
    return colours.stream().mapToDouble(colour -> colour[channel]).toArray();
  }

  private double[] even(double[] samples) {
    double[] times = IntStream.range(0, samples.length).mapToDouble(i -> i / frameRateHz).toArray();
    return EvenGrid.of(times, samples);
  }
}
