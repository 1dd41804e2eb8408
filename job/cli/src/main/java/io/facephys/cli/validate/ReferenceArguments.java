package io.facephys.cli.validate;

import io.facephys.measure.validation.ReferenceFormat;
import io.facephys.measure.validation.ReferenceKind;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How to read the references, on the command line; what is not given is found out. */
final class ReferenceArguments {
  @Option(
      names = "--reference-kind",
      paramLabel = "KIND",
      description = "One of ${COMPLETION-CANDIDATES}. Default: found out.")
  private @Nullable ReferenceKind kind;

  @Option(
      names = "--time-column",
      paramLabel = "NAME",
      description = "The column of times, by its name or its number from 1. Default: found out.")
  private @Nullable String timeColumn;

  @Option(
      names = "--value-column",
      paramLabel = "NAME",
      description = "The column of PPG or rates, by name or number. Default: found out.")
  private @Nullable String valueColumn;

  @Option(
      names = "--time-unit",
      paramLabel = "UNIT",
      description =
          "Unit of times that are numbers, one of ${COMPLETION-CANDIDATES}. Default: found out.")
  private ReferenceFormat.@Nullable TimeUnit timeUnit;

  @Option(
      names = "--time-format",
      paramLabel = "PATTERN",
      description =
          "How times are written that are neither numbers nor ISO 8601, for example 'dd/MM/yyyy HH:mm:ss' (Java's DateTimeFormatter).")
  private @Nullable String timeFormat;

  @Option(
      names = "--reference-hz",
      paramLabel = "HZ",
      description = "Samples a second of a reference without times.")
  private @Nullable Double hz;

  ReferenceFormat format() {
    return new ReferenceFormat(kind, timeColumn, valueColumn, timeUnit, timeFormat, hz);
  }
}
