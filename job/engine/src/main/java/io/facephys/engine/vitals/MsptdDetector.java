package io.facephys.engine.vitals;

import io.facephys.engine.signal.EvenGrid;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * Multi-scale peak detection: a sample is a peak if it is higher than both samples k away, for each
 * scale k up to the one at which most samples are (Bishop and Ercole, Multi-Scale Peak and Trough
 * Detection Optimised for Periodic and Quasi-Periodic Neuroscience Data, 2018).
 */
public final class MsptdDetector {
  private static final int MAX_SCALE = (int) EvenGrid.HZ; // half of the period of 30 bpm
  private static final int SNAP = (int) Math.round(0.05 * EvenGrid.HZ); // 50 ms, to the maximum

  private MsptdDetector() {}

  /** Indices of the peaks of an even wave, rising. */
  public static List<Integer> peaks(double[] even) {
    double[] wave = detrended(even);
    int scales = Math.min(MAX_SCALE, wave.length / 2 - 1);
    int best = 1;
    int most = -1;
    for (int k = 1; k <= scales; k++) {
      int marks = 0;
      for (int i = k; i < wave.length - k; i++) {
        marks += isMarked(wave, i, k) ? 1 : 0;
      }
      if (marks > most) {
        most = marks;
        best = k;
      }
    }
    List<Integer> peaks = new ArrayList<>();
    for (int i = best; i < wave.length - best; i++) {
      if (isMarkedUpTo(wave, i, best)) {
        peaks.add(snapped(wave, i));
      }
    }
    return peaks.stream().distinct().toList();
  }

  private static boolean isMarked(double[] wave, int i, int k) {
    return wave[i] > wave[i - k] && wave[i] > wave[i + k];
  }

  private static boolean isMarkedUpTo(double[] wave, int i, int scale) {
    for (int k = 1; k <= scale; k++) {
      if (!isMarked(wave, i, k)) {
        return false;
      }
    }
    return true;
  }

  private static int snapped(double[] wave, int peak) {
    int highest = peak;
    for (int i = Math.max(0, peak - SNAP); i <= Math.min(wave.length - 1, peak + SNAP); i++) {
      highest = wave[i] > wave[highest] ? i : highest;
    }
    return highest;
  }

  private static double[] detrended(double[] even) {
    SimpleRegression line = new SimpleRegression();
    for (int i = 0; i < even.length; i++) {
      line.addData(i, even[i]);
    }
    double[] wave = new double[even.length];
    for (int i = 0; i < wave.length; i++) {
      wave[i] = even[i] - line.predict(i);
    }
    return wave;
  }
}
