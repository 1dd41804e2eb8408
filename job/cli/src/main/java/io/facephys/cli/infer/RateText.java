package io.facephys.cli.infer;

import io.facephys.cli.live.AbsentReasonText;
import io.facephys.engine.vitals.AbsentReason;
import io.facephys.engine.vitals.Reading;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.StatUtils;

/** The pulse rates of a recording's seconds in a few words. */
final class RateText {
  private RateText() {}

  /**
   * The median and how many seconds have a rate; if none has, the most frequent reason after the
   * warm-up.
   */
  static String of(List<Reading> rates) {
    double[] bpm =
        rates.stream()
            .map(Reading::value)
            .filter(Objects::nonNull)
            .mapToDouble(Double::doubleValue)
            .toArray();
    if (bpm.length > 0) {
      return "%.1f bpm (median of %d of %d seconds)"
          .formatted(StatUtils.percentile(bpm, 50), bpm.length, rates.size());
    }
    return rates.stream()
        .map(Reading::absentReason)
        .collect(
            Collectors.groupingBy(
                Function.identity(),
                () -> new EnumMap<>(AbsentReason.class),
                Collectors.counting()))
        .entrySet()
        .stream()
        .max(Comparator.comparing(reason -> isWarmUp(reason.getKey()) ? 0L : reason.getValue()))
        .map(reason -> "no rate. " + AbsentReasonText.of(reason.getKey().name()))
        .orElse("no rate. It is shorter than a second");
  }

  private static boolean isWarmUp(AbsentReason reason) {
    return reason == AbsentReason.WARMING_UP;
  }
}
