package io.facephys.measure.validation;

import io.facephys.measure.validation.ReferenceFormat.TimeUnit;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.stat.StatUtils;
import org.jspecify.annotations.Nullable;

/**
 * The times of a table.
 *
 * @param clock from when they count
 * @param seconds one a row
 * @param unit how they were read, for people
 */
record TimeColumn(Clock clock, double[] seconds, String unit) {
  private static final double FIRST_MILLIS_STEP_OF_PPG = 0.5; // 0.5 s would be 2 samples a second
  private static final double FIRST_MILLIS_STEP = 10; // 10 s would be 6 beats a minute

  /** Reads a column, whose times need not rise. */
  static TimeColumn of(CsvTable table, int column, ReferenceFormat format, boolean samples) {
    if (format.timeFormat() == null && !Double.isNaN(table.number(0, column))) {
      return numbers(table, column, format.timeUnit(), samples);
    }
    DateTimeFormatter formatter = formatter(format.timeFormat());
    double[] seconds = new double[table.rows().size()];
    Clock clock = Clock.EPOCH;
    boolean zoned = true;
    for (int row = 0; row < seconds.length; row++) {
      TemporalAccessor time = parse(table, row, column, formatter);
      if (time instanceof OffsetDateTime with) {
        seconds[row] = seconds(with);
      } else if (time instanceof LocalDateTime local) {
        seconds[row] = seconds(local.atOffset(ZoneOffset.UTC));
        zoned = false;
      } else {
        seconds[row] = ((LocalTime) time).toNanoOfDay() / 1e9;
        clock = Clock.DAY;
      }
    }
    String unit = zoned ? "date and time with zone" : "date and time without zone";
    return new TimeColumn(clock, seconds, clock == Clock.DAY ? "time of day" : unit);
  }

  private static DateTimeFormatter formatter(@Nullable String pattern) {
    try {
      return pattern == null
          ? DateTimeFormatter.ISO_DATE_TIME
          : DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--time-format '%s' is no pattern of dates and times: %s"
              .formatted(pattern, e.getMessage()),
          e);
    }
  }

  private static double seconds(OffsetDateTime time) {
    return time.toEpochSecond() + time.getNano() / 1e9;
  }

  private static TemporalAccessor parse(
      CsvTable table, int row, int column, DateTimeFormatter formatter) {
    String cell = table.cell(row, column);
    try {
      boolean iso = formatter.equals(DateTimeFormatter.ISO_DATE_TIME);
      if (iso && cell.matches("\\d{2}:.*")) {
        return LocalTime.parse(cell);
      }
      return formatter.parseBest(
          iso ? cell.replaceFirst("^([\\d-]{10}) +", "$1T") : cell,
          OffsetDateTime::from,
          LocalDateTime::from,
          LocalTime::from);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "'%s', row %d: the time '%s' is neither a number, nor ISO 8601 (2026-12-01T10:00:00.25+01:00), nor hh:mm:ss; --time-column names another column, --time-format another form (dd/MM/yyyy HH:mm:ss)"
              .formatted(table.file(), table.line(row), cell),
          e);
    }
  }

  private static TimeColumn numbers(
      CsvTable table, int column, @Nullable TimeUnit given, boolean samples) {
    double[] numbers = new double[table.rows().size()];
    for (int row = 0; row < numbers.length; row++) {
      numbers[row] = table.number(row, column);
      if (Double.isNaN(numbers[row])) {
        throw new IllegalArgumentException(
            "'%s', row %d: the time '%s' is no number, as those above it are; remove the row"
                .formatted(table.file(), table.line(row), table.cell(row, column)));
      }
    }
    TimeUnit unit = given == null ? unit(table.name(column), numbers, samples) : given;
    double[] seconds = Arrays.stream(numbers).map(unit::seconds).toArray();
    Clock clock = seconds[0] >= Camera.FIRST_EPOCH_SECONDS ? Clock.EPOCH : Clock.START;
    String since = clock == Clock.EPOCH ? " since 1970" : "";
    return new TimeColumn(clock, seconds, unit.toString().toLowerCase(Locale.ROOT) + since);
  }

  /** By the name, else by the size, which gives the year, else by the time between rows. */
  private static TimeUnit unit(String name, double[] numbers, boolean samples) {
    if (name.matches("(?i).*(\\bms\\b|_ms|milli).*")) {
      return TimeUnit.MS;
    }
    if (name.matches("(?i).*(\\b[uµ]s\\b|_us|micro).*")) {
      return TimeUnit.US;
    }
    for (TimeUnit unit : List.of(TimeUnit.NS, TimeUnit.US, TimeUnit.MS, TimeUnit.S)) {
      if (unit.seconds(numbers[0]) >= Camera.FIRST_EPOCH_SECONDS) {
        return unit;
      }
    }
    double[] steps = new double[numbers.length - 1];
    Arrays.setAll(steps, i -> numbers[i + 1] - numbers[i]);
    double limit = samples ? FIRST_MILLIS_STEP_OF_PPG : FIRST_MILLIS_STEP;
    double step = StatUtils.percentile(steps, 50);
    return step < limit ? TimeUnit.S : step < 1000 * limit ? TimeUnit.MS : TimeUnit.US;
  }
}
