package io.facephys.measure.validation;

import io.facephys.engine.recording.RecordingFiles;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.jspecify.annotations.Nullable;

/**
 * Reads the export of a sensor: a CSV file, or a {@code .npy} file with one sample of a pulse wave
 * for each picture. What the user does not say is found out from names, and where there are none,
 * from the values.
 */
public final class ReferenceReader {
  private static final Pattern TIME =
      Pattern.compile("(?i)time|date|stamp|second|milli|micro|clock|^t$|^s$|^ms$");
  private static final Pattern WAVE = Pattern.compile("(?i)ppg|pleth|bvp|wave|^ir$|^red$");
  private static final Pattern RATE = Pattern.compile("(?i)rate|bpm|puls|^hr\\b|^pr\\b|heart");
  private static final Pattern BEAT = Pattern.compile("(?i)beat|peak|^rr|^ibi|^nn");
  private static final Pattern ECG = Pattern.compile("(?i)\\becg|\\bekg");

  private static final double MIN_BPM = 20; // a sensor without a finger writes 0
  private static final double MAX_BPM = 300;
  private static final double MAX_HZ = 5; // 300 bpm
  private static final double MIN_SECONDS_BETWEEN_RATES = 0.4;
  private static final double MIN_SECONDS_BETWEEN_BEATS = 0.2;

  private final CsvTable table;
  private final ReferenceFormat format;

  private ReferenceReader(CsvTable table, ReferenceFormat format) {
    this.table = table;
    this.format = format;
  }

  /**
   * Reads a file.
   *
   * @param camera its pictures give the times of a {@code .npy} file
   * @throws IllegalArgumentException if it cannot be understood
   */
  public static Reference read(Path file, ReferenceFormat format, Camera camera) {
    return file.toString().toLowerCase(Locale.ROOT).endsWith(".npy")
        ? samples(file, format.hz(), camera)
        : new ReferenceReader(CsvTable.read(file), format).read();
  }

  private static Reference samples(Path file, @Nullable Double hz, Camera camera) {
    double[] values = RecordingFiles.doubles(file);
    int pictures = camera.pictureSeconds().length;
    if (hz == null && values.length != pictures) {
      throw new IllegalArgumentException(
          "'%s' holds %d samples for %d pictures; one for each is expected, or --reference-hz"
              .formatted(file, values.length, pictures));
    }
    double[] seconds = hz == null ? camera.pictureSeconds() : even(values.length, hz);
    String understood =
        hz == null
            ? "PPG, a sample for each picture"
            : "PPG, %d samples, %.4g a second".formatted(values.length, hz);
    return new Reference(
        name(file),
        understood,
        ReferenceKind.PPG,
        hz == null ? camera.clock() : Clock.START,
        seconds,
        values);
  }

  private static double[] even(int count, double hz) {
    if (!(hz > 0)) {
      throw new IllegalArgumentException(
          "--reference-hz is %s; a number of samples a second above 0 is needed".formatted(hz));
    }
    return IntStream.range(0, count).mapToDouble(i -> i / hz).toArray();
  }

  private static String name(Path file) {
    return String.valueOf(file.getFileName());
  }

  private Reference read() {
    OptionalInt value = valueColumn();
    Double hz = format.hz();
    int time = hz == null ? timeColumn(value) : -1;
    ReferenceKind kind = kind(time, value);
    if (kind != ReferenceKind.BEATS && (value.isEmpty() || value.getAsInt() == time)) {
      throw new IllegalArgumentException(
          "'%s' has a single column that could be read, and it holds no times of beats: --reference-hz says how many samples a second it has"
              .formatted(table.file()));
    }
    TimeColumn times =
        hz == null
            ? TimeColumn.of(table, time, format, kind == ReferenceKind.PPG)
            : new TimeColumn(Clock.START, even(table.rows().size(), hz), "s");
    checkOrder(times, time);
    return kind == ReferenceKind.BEATS
        ? beats(times, time)
        : values(kind, times, time, value.getAsInt());
  }

  private int timeColumn(OptionalInt value) {
    if (format.timeColumn() != null) {
      return table.column(format.timeColumn(), "--time-column");
    }
    return IntStream.range(0, table.columns())
        .filter(i -> value.isEmpty() || i != value.getAsInt())
        .filter(i -> table.header().isEmpty() || TIME.matcher(table.header().get(i)).find())
        .findFirst()
        .orElse(value.orElse(-1) == 0 && table.columns() > 1 ? 1 : 0);
  }

  /** Empty if there is none beside the times. */
  private OptionalInt valueColumn() {
    if (format.valueColumn() != null) {
      return OptionalInt.of(table.column(format.valueColumn(), "--value-column"));
    }
    if (format.kind() == ReferenceKind.BEATS) {
      return OptionalInt.empty();
    }
    if (format.kind() != ReferenceKind.RATES && table.columnLike(WAVE).isPresent()) {
      return table.columnLike(WAVE);
    }
    if (format.kind() != ReferenceKind.PPG && table.columnLike(RATE).isPresent()) {
      return table.columnLike(RATE);
    }
    if (table.columnLike(ECG).isPresent()) {
      throw new IllegalArgumentException(
          "'%s' has the wave of an ECG in column %s: export the times of its beats (R peaks) instead"
              .formatted(table.file(), table.name(table.columnLike(ECG).getAsInt())));
    }
    if (table.columnLike(BEAT).isPresent()) {
      return OptionalInt.empty();
    }
    int time = format.timeColumn() == null ? 0 : table.column(format.timeColumn(), "--time-column");
    int first = format.hz() == null ? 1 : 0;
    return IntStream.range(first, table.columns())
        .filter(i -> i != time || format.hz() != null)
        .filter(i -> !Double.isNaN(table.number(0, i)))
        .findFirst();
  }

  private ReferenceKind kind(int time, OptionalInt value) {
    if (format.kind() != null) {
      return format.kind();
    }
    if (value.isEmpty()) {
      return isRising(time) ? ReferenceKind.BEATS : ReferenceKind.PPG;
    }
    String name = table.header().isEmpty() ? "" : table.header().get(value.getAsInt());
    if (WAVE.matcher(name).find()) {
      return ReferenceKind.PPG;
    }
    if (RATE.matcher(name).find()) {
      return ReferenceKind.RATES;
    }
    if (time < 0) {
      return ReferenceKind.PPG;
    }
    double[] seconds = TimeColumn.of(table, time, format, false).seconds();
    double step = (seconds[seconds.length - 1] - seconds[0]) / Math.max(1, seconds.length - 1);
    return step >= MIN_SECONDS_BETWEEN_RATES ? ReferenceKind.RATES : ReferenceKind.PPG;
  }

  private boolean isRising(int column) {
    return column >= 0
        && IntStream.range(1, table.rows().size())
            .allMatch(row -> !(table.number(row, column) <= table.number(row - 1, column)));
  }

  private void checkOrder(TimeColumn times, int column) {
    double[] seconds = times.seconds();
    for (int row = 1; row < seconds.length; row++) {
      if (!(seconds[row] > seconds[row - 1])) {
        throw new IllegalArgumentException(
            "'%s', row %d: the time '%s' is not after '%s' of the row above; sort the rows by time, leave out repeated ones, or name another column with --time-column"
                .formatted(
                    table.file(),
                    table.line(row),
                    table.cell(row, column),
                    table.cell(row - 1, column)));
      }
    }
  }

  private Reference beats(TimeColumn times, int column) {
    double[] seconds = times.seconds();
    double mean = (seconds[seconds.length - 1] - seconds[0]) / Math.max(1, seconds.length - 1);
    if (mean < MIN_SECONDS_BETWEEN_BEATS || mean > 60 / MIN_BPM) {
      throw new IllegalArgumentException(
          "'%s': the times in column %s are %.3g s apart, in %s; beats are 0.2 to 3 s apart: --time-unit says the unit, --reference-kind that it is no list of beats"
              .formatted(table.file(), table.name(column), mean, times.unit()));
    }
    return new Reference(
        name(table.file()),
        "%d beats, times from column %s in %s"
            .formatted(seconds.length, table.name(column), times.unit()),
        ReferenceKind.BEATS,
        times.clock(),
        seconds,
        new double[0]);
  }

  private Reference values(ReferenceKind kind, TimeColumn times, int timeColumn, int column) {
    int[] known =
        IntStream.range(0, table.rows().size())
            .filter(row -> isKnown(kind, table.number(row, column)))
            .toArray();
    double[] values = Arrays.stream(known).mapToDouble(row -> table.number(row, column)).toArray();
    if (kind == ReferenceKind.RATES) {
      checkUnit(column);
    }
    if (values.length < 2) {
      throw new IllegalArgumentException(
          "'%s' has %d values in column %s; --value-column names another one"
              .formatted(table.file(), values.length, table.name(column)));
    }
    double[] seconds = Arrays.stream(known).mapToDouble(row -> times.seconds()[row]).toArray();
    int left = table.rows().size() - known.length;
    String understood =
        "%s from column %s, times %s in %s, %d values, %.4g a second%s"
            .formatted(
                kind == ReferenceKind.PPG ? "PPG" : "rates",
                table.name(column),
                timeColumn < 0 ? "by --reference-hz" : "from column " + table.name(timeColumn),
                times.unit(),
                values.length,
                (values.length - 1) / (seconds[seconds.length - 1] - seconds[0]),
                left == 0 ? "" : "; %d rows without a value".formatted(left));
    return new Reference(name(table.file()), understood, kind, times.clock(), seconds, values);
  }

  private static boolean isKnown(ReferenceKind kind, double value) {
    return kind == ReferenceKind.RATES
        ? value >= MIN_BPM && value <= MAX_BPM
        : !Double.isNaN(value);
  }

  private void checkUnit(int column) {
    double[] all =
        IntStream.range(0, table.rows().size())
            .mapToDouble(row -> table.number(row, column))
            .filter(value -> value > 0)
            .toArray();
    double median = StatUtils.percentile(all, 50);
    if (median <= MAX_HZ) {
      throw new IllegalArgumentException(
          "'%s': the rates in column %s are about %.3g, so in Hz; beats a minute are needed: multiply them by 60"
              .formatted(table.file(), table.name(column), median));
    }
    if (median < MIN_BPM || median > MAX_BPM) {
      throw new IllegalArgumentException(
          "'%s': the values in column %s are about %.4g; rates are %.0f to %.0f beats a minute: --value-column names another column, --reference-kind PPG says that they are a wave"
              .formatted(table.file(), table.name(column), median, MIN_BPM, MAX_BPM));
    }
  }
}
