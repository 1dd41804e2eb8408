package io.facephys.engine.signal;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.complex.Complex;
import org.apache.commons.math3.transform.DftNormalization;
import org.apache.commons.math3.transform.FastFourierTransformer;
import org.apache.commons.math3.transform.TransformType;

/**
 * Power of a wave in the {@link PulseBand} by frequency, with the measures that rPPG-Toolbox
 * computes from it ({@code _calculate_fft_hr} and {@code _calculate_SNR} in
 * evaluation/post_process.py).
 *
 * <p>The toolbox pads a wave with zeros to the next power of two, which gives bins of 1.8 beats per
 * minute for 30 s. The noise is computed from the same bins. The rate is computed from bins of 0.05
 * beats per minute, because an error smaller than a bin cannot be measured.
 */
public final class PulseSpectrum {
  private static final int FINE_SIZE = 32768;
  private static final double HARMONIC_HALF_WIDTH_HZ = 0.1; // 6 beats per minute

  private final double[] power; // from 0 Hz on, in steps of binHz
  private final double binHz;

  private PulseSpectrum(double[] band, int minSize) {
    int size = Math.max(minSize, Integer.highestOneBit(2 * band.length - 1));
    Complex[] transform =
        new FastFourierTransformer(DftNormalization.STANDARD)
            .transform(Arrays.copyOf(band, size), TransformType.FORWARD);
    power =
        Arrays.stream(transform, 0, size / 2)
            .mapToDouble(c -> c.getReal() * c.getReal() + c.getImaginary() * c.getImaginary())
            .toArray();
    binHz = EvenGrid.HZ / size;
  }

  /**
   * The frequency with the highest power, beats per minute.
   *
   * @param band from {@link PulseBand}
   */
  public static double beatsPerMinute(double[] band) {
    return new PulseSpectrum(band, FINE_SIZE).beatsPerMinute();
  }

  /**
   * Power of a wave within 6 beats per minute of the true rate and of twice that rate, divided by
   * the remaining power in the band, in decibels; 0 if none remains.
   *
   * @param band from {@link PulseBand}
   * @param truthBand the true wave, also from {@link PulseBand}
   */
  public static double signalToNoiseDecibels(double[] band, double[] truthBand) {
    double truth = new PulseSpectrum(truthBand, 0).beatsPerMinute();
    return new PulseSpectrum(band, 0).signalToNoiseDecibels(truth);
  }

  private double beatsPerMinute() {
    int peak =
        IntStream.range(0, power.length)
            .filter(this::isInBand)
            .reduce((best, bin) -> power[bin] > power[best] ? bin : best)
            .orElseThrow();
    return 60 * binHz * peak;
  }

  private double signalToNoiseDecibels(double beatsPerMinute) {
    double signal = 0;
    double noise = 0;
    for (int bin = 0; bin < power.length; bin++) {
      double hz = bin * binHz;
      boolean first = Math.abs(hz - beatsPerMinute / 60) <= HARMONIC_HALF_WIDTH_HZ;
      boolean second = Math.abs(hz - beatsPerMinute / 30) <= HARMONIC_HALF_WIDTH_HZ;
      signal += (first ? power[bin] : 0) + (second ? power[bin] : 0);
      noise += !first && !second && isInBand(bin) ? power[bin] : 0;
    }
    return noise == 0 ? 0 : 10 * Math.log10(signal / noise);
  }

  private boolean isInBand(int bin) {
    return bin * binHz >= PulseBand.MIN_HZ && bin * binHz <= PulseBand.MAX_HZ;
  }
}
