package io.facephys.measure.accuracy;

import org.apache.commons.math3.stat.StatUtils;

/** A measure: the number of one clip, and how the numbers of many clips are combined. */
enum Metric {
  R("Pearson's r, zero lag", 2),
  R_BEST_LAG("Pearson's r, best lag", 2),
  HR_MAE("Heart rate, mean absolute error, bpm", 2),
  HR_MEDIAN("Heart rate, median absolute error, bpm", 2),
  HR_RMSE("Heart rate, root mean square error, bpm", 2),
  SNR("Signal to noise, dB", 1),
  MACC("Maximum amplitude of cross-correlation (MACC)", 2);

  private final String title;
  private final int decimals;

  Metric(String title, int decimals) {
    this.title = title;
    this.decimals = decimals;
  }

  String title() {
    return title;
  }

  int decimals() {
    return decimals;
  }

  /** The number of one clip; it may be averaged over seeds. */
  double ofClip(WaveScores scores) {
    return switch (this) {
      case R -> scores.r();
      case R_BEST_LAG -> scores.rBestLag();
      case HR_MAE, HR_MEDIAN -> Math.abs(scores.errorBpm());
      case HR_RMSE -> scores.errorBpm() * scores.errorBpm();
      case SNR -> scores.snrDecibels();
      case MACC -> scores.macc();
    };
  }

  /** The measure of the clips that have these numbers. */
  double ofClips(double[] numbers) {
    return switch (this) {
      case HR_MEDIAN -> median(numbers);
      case HR_RMSE -> Math.sqrt(StatUtils.mean(numbers));
      default -> StatUtils.mean(numbers);
    };
  }

  static double median(double[] numbers) {
    return StatUtils.percentile(numbers, 50);
  }
}
