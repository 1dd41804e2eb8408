package io.facephys.measure.accuracy;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The numbers of the tables, of clips with a pulse and of those without. A clip counts once, with
 * the mean over the seeds of a method.
 *
 * @param methods labels, in the order of the tables
 */
record Summary(List<String> methods, List<ClipResult> withPulse, List<ClipResult> withoutPulse) {

  static Summary of(List<ClipResult> results) {
    return new Summary(
        results.stream().map(ClipResult::method).distinct().toList(),
        results.stream().filter(result -> result.match().isPresent()).toList(),
        results.stream().filter(result -> result.match().isEmpty()).toList());
  }

  /** Rows of the tables of accuracy; none if no clip has a pulse. */
  List<Condition> conditions() {
    return withPulse.isEmpty() ? List.of() : Condition.of(withPulse);
  }

  /** How many clips have a pulse and the condition. */
  long clips(Condition condition) {
    return withPulse.stream().filter(condition::holds).map(ClipResult::clip).distinct().count();
  }

  /** How many clips have no pulse. */
  long clipsWithoutPulse() {
    return withoutPulse.stream().map(ClipResult::clip).distinct().count();
  }

  /** How many seeds a method has. */
  int seeds(String method) {
    return Stream.concat(withPulse.stream(), withoutPulse.stream())
        .filter(result -> result.method().equals(method))
        .mapToInt(ClipResult::seed)
        .max()
        .orElse(0);
  }

  /** A measure of a method on the clips of a condition. */
  Estimate estimate(Condition condition, String method, Metric metric) {
    List<ClipResult> chosen = withPulse.stream().filter(condition::holds).toList();
    double[][] numbers =
        numbers(chosen, method, result -> metric.ofClip(result.match().orElseThrow().scores()));
    return Estimate.of(
        List.of(meanOverSeeds(numbers)),
        groups -> metric.ofClips(groups.get(0)),
        Arrays.stream(numbers).mapToDouble(metric::ofClips).toArray());
  }

  /**
   * Median power of the waves on clips without a pulse, over that on clips with one; empty if
   * either kind is missing.
   */
  Optional<Estimate> powerRatio(String method) {
    if (withPulse.isEmpty() || withoutPulse.isEmpty()) {
      return Optional.empty();
    }
    double[][] without = numbers(withoutPulse, method, ClipResult::power);
    double[][] with = numbers(withPulse, method, ClipResult::power);
    double[] bySeed = new double[with.length];
    Arrays.setAll(bySeed, seed -> ratioOfMedians(List.of(without[seed], with[seed])));
    return Optional.of(
        Estimate.of(
            List.of(meanOverSeeds(without), meanOverSeeds(with)), Summary::ratioOfMedians, bySeed));
  }

  private static double ratioOfMedians(List<double[]> groups) {
    return Metric.median(groups.get(0)) / Metric.median(groups.get(1));
  }

  /** Numbers of a method, (seed, clip). */
  private double[][] numbers(
      List<ClipResult> results, String method, ToDoubleFunction<ClipResult> number) {
    return IntStream.rangeClosed(1, seeds(method))
        .mapToObj(
            seed -> results.stream().filter(r -> r.method().equals(method) && r.seed() == seed))
        .map(ofSeed -> ofSeed.mapToDouble(number).toArray())
        .toArray(double[][]::new);
  }

  private static double[] meanOverSeeds(double[][] numbers) {
    double[] mean = new double[numbers[0].length];
    Arrays.setAll(
        mean,
        clip -> Arrays.stream(numbers).mapToDouble(seed -> seed[clip]).average().orElseThrow());
    return mean;
  }
}
