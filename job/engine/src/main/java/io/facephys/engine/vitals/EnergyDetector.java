package io.facephys.engine.vitals;

import io.facephys.engine.signal.EvenGrid;
import io.facephys.engine.signal.PulseBand;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds beats where the short mean of the squared positive wave exceeds the long one (Elgendi et
 * al., Systolic Peak Detection in Acceleration Photoplethysmograms, 2013). It works on energy, not
 * on shape, so it errs at other places than {@link MsptdDetector}.
 */
final class EnergyDetector {
  // Odd numbers of samples of an EvenGrid next to the widths of the paper, 111 and 667 ms.
  private static final int PEAK = 3; // 100 ms
  private static final int BEAT = 21; // 700 ms
  private static final double OFFSET = 0.02; // of the mean energy, from the paper

  private EnergyDetector() {}

  /** Indices of the peaks of an even wave, rising. */
  static List<Integer> peaks(double[] even) {
    double[] band = PulseBand.of(even);
    double[] energy = new double[band.length];
    double mean = 0;
    for (int i = 0; i < band.length; i++) {
      energy[i] = band[i] > 0 ? band[i] * band[i] : 0;
      mean += energy[i] / band.length;
    }
    double[] ofPeak = movingMean(energy, PEAK);
    double[] ofBeat = movingMean(energy, BEAT);
    List<Integer> peaks = new ArrayList<>();
    int from = -1;
    for (int i = 0; i <= band.length; i++) {
      boolean inside = i < band.length && ofPeak[i] > ofBeat[i] + OFFSET * mean;
      if (inside && from < 0) {
        from = i;
      } else if (!inside && from >= 0) {
        if (i - from >= PEAK) {
          peaks.add(highest(band, from, i));
        }
        from = -1;
      }
    }
    return peaks;
  }

  /** Whether one of the peaks lies within 150 ms, as detectors are compared, of an index. */
  static boolean agrees(List<Integer> peaks, int index) {
    return peaks.stream().anyMatch(peak -> Math.abs(peak - index) <= 0.15 * EvenGrid.HZ);
  }

  private static double[] movingMean(double[] values, int width) {
    double[] sums = new double[values.length + 1];
    for (int i = 0; i < values.length; i++) {
      sums[i + 1] = sums[i] + values[i];
    }
    double[] mean = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      int from = Math.max(0, i - width / 2);
      int to = Math.min(values.length, i + width / 2 + 1);
      mean[i] = (sums[to] - sums[from]) / (to - from);
    }
    return mean;
  }

  private static int highest(double[] band, int from, int to) {
    int best = from;
    for (int i = from; i < to; i++) {
      best = band[i] > band[best] ? i : best;
    }
    return best;
  }
}
