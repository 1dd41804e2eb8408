package io.facephys.measure.accuracy;

import java.util.List;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Bland and Altman's bias and 95 % limits of agreement of differences. A person is the unit: each
 * counts with the mean of the differences, and the limits rest on the variance between people and
 * that within them, added up (Bland and Altman, Agreement between methods of measurement with
 * multiple observations per individual, 2007; where the true value varies). The variances are those
 * of a one-way analysis of variance. With one person the variance is that of the differences, and
 * the limits say nothing of other people.
 *
 * @param bias mean over people of the mean difference
 * @param lower bias less 1.96 standard deviations
 * @param upper bias and 1.96 standard deviations
 */
public record LimitsOfAgreement(double bias, double lower, double upper) {
  private static final double DEVIATIONS = 1.96;

  /** Of the differences of each person; a person without any is left out. */
  public static LimitsOfAgreement of(List<double[]> differences) {
    List<double[]> people = differences.stream().filter(d -> d.length > 0).toList();
    double[] means = people.stream().mapToDouble(StatUtils::mean).toArray();
    double bias = StatUtils.mean(means);
    double half = DEVIATIONS * Math.sqrt(variance(people, means));
    return new LimitsOfAgreement(bias, bias - half, bias + half);
  }

  /** Between and within people. */
  private static double variance(List<double[]> people, double[] means) {
    int count = people.size();
    double all = people.stream().mapToInt(d -> d.length).sum();
    double squares = people.stream().mapToDouble(d -> (double) d.length * d.length).sum();
    double grandMean = people.stream().mapToDouble(StatUtils::sum).sum() / all;
    double inside = 0;
    double outside = 0;
    for (int i = 0; i < count; i++) {
      double[] own = people.get(i);
      inside += StatUtils.populationVariance(own) * own.length;
      outside += own.length * (means[i] - grandMean) * (means[i] - grandMean);
    }
    double within = all > count ? inside / (all - count) : 0;
    if (count < 2) {
      return all > count ? within : Double.NaN;
    }
    double observationsEach = (all - squares / all) / (count - 1);
    return within + Math.max(0, (outside / (count - 1) - within) / observationsEach);
  }
}
