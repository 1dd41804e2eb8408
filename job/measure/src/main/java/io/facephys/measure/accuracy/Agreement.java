package io.facephys.measure.accuracy;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;

/**
 * A measure of how rates agree with true ones. Each person counts the same, however many seconds
 * they have; only Pearson's r is of all seconds together.
 */
public enum Agreement {
  /** Mean error, beats a minute. */
  BIAS("bias, bpm", 2),
  /** Lower limit of agreement. */
  LOWER_LIMIT("lower limit of agreement, bpm", 2),
  /** Upper limit of agreement. */
  UPPER_LIMIT("upper limit of agreement, bpm", 2),
  /** Mean absolute error. */
  MAE("mean absolute error, bpm", 2),
  /** Root of the mean squared error. */
  RMSE("root mean square error, bpm", 2),
  /** Pearson's r; NaN if one side is constant. */
  R("Pearson's r, all seconds together", 3),
  /** Share of seconds with a rate. */
  COVERAGE("seconds with a rate, %", 1),
  /** Share of rates whose interval holds the true rate. */
  INTERVAL_COVERAGE("intervals of 90 % that hold the true rate, %", 1);

  /** With fewer people a bootstrap interval is far too narrow. */
  public static final int MIN_PEOPLE_OF_INTERVAL = 5;

  private final String title;
  private final int decimals;

  Agreement(String title, int decimals) {
    this.title = title;
    this.decimals = decimals;
  }

  /** What it is called, with its unit. */
  public String title() {
    return title;
  }

  /** How many decimals a table shows. */
  public int decimals() {
    return decimals;
  }

  /** Its value; NaN if it cannot be computed. */
  public double of(List<PersonRates> people) {
    return switch (this) {
      case BIAS -> limits(people).bias();
      case LOWER_LIMIT -> limits(people).lower();
      case UPPER_LIMIT -> limits(people).upper();
      case MAE -> mean(people, pair -> Math.abs(pair.error()));
      case RMSE -> Math.sqrt(mean(people, pair -> pair.error() * pair.error()));
      case R -> pearson(people);
      case COVERAGE -> coverage(people);
      case INTERVAL_COVERAGE -> mean(people, pair -> pair.covered() ? 100 : 0);
    };
  }

  /**
   * Its value and the 95 % interval of a bootstrap over people; the interval's ends are NaN if
   * there are fewer than {@value #MIN_PEOPLE_OF_INTERVAL} people.
   */
  public Estimate estimate(List<PersonRates> people) {
    if (people.size() < MIN_PEOPLE_OF_INTERVAL) {
      return new Estimate(of(people), Double.NaN, Double.NaN, new double[0]);
    }
    double[] numbers = IntStream.range(0, people.size()).asDoubleStream().toArray();
    return Estimate.of(
        List.of(numbers),
        drawn ->
            of(
                IntStream.range(0, people.size())
                    .mapToObj(i -> people.get((int) drawn.get(0)[i]))
                    .toList()),
        new double[0]);
  }

  /**
   * Mean absolute error of the surest of all people's rates, by the width of their intervals.
   *
   * @return at index i that of the i + 1 surest
   */
  public static double[] errorOfSurest(List<PersonRates> people) {
    double[] errors =
        pairs(people)
            .sorted(Comparator.comparingDouble(RatePair::width))
            .mapToDouble(pair -> Math.abs(pair.error()))
            .toArray();
    double sum = 0;
    for (int i = 0; i < errors.length; i++) {
      sum += errors[i];
      errors[i] = sum / (i + 1);
    }
    return errors;
  }

  /** Bias and limits of agreement. */
  public static LimitsOfAgreement limits(List<PersonRates> people) {
    return LimitsOfAgreement.of(people.stream().map(PersonRates::errors).toList());
  }

  private static double mean(List<PersonRates> people, ToDoubleFunction<RatePair> number) {
    return people.stream()
        .filter(person -> !person.pairs().isEmpty())
        .mapToDouble(
            person -> StatUtils.mean(person.pairs().stream().mapToDouble(number).toArray()))
        .average()
        .orElse(Double.NaN);
  }

  private static double coverage(List<PersonRates> people) {
    return people.stream()
        .filter(person -> person.seconds() > 0)
        .mapToDouble(person -> 100.0 * person.pairs().size() / person.seconds())
        .average()
        .orElse(Double.NaN);
  }

  private static double pearson(List<PersonRates> people) {
    double[] measured = pairs(people).mapToDouble(RatePair::measured).toArray();
    double[] truth = pairs(people).mapToDouble(RatePair::truth).toArray();
    return measured.length < 2
        ? Double.NaN
        : new PearsonsCorrelation().correlation(measured, truth);
  }

  private static Stream<RatePair> pairs(List<PersonRates> people) {
    return people.stream().flatMap(person -> person.pairs().stream());
  }
}
