package io.facephys.measure.validation;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The cells of a CSV file. Cells are divided by commas, semicolons or tabs; with the latter two a
 * comma may stand for a decimal point. Lines above the table and lines that begin with # are left
 * out.
 *
 * @param header the names of the columns; empty if there are none
 * @param rows of cells, at least one
 * @param headerLines how many rows of the file are above the first one
 */
record CsvTable(Path file, List<String> header, List<String[]> rows, int headerLines) {
  private static final int SAMPLE_BYTES = 1 << 16;
  private static final Pattern VALUE = Pattern.compile("[-+]?\\d.*");

  static CsvTable read(Path file) {
    List<String[]> all = cells(file);
    int first =
        IntStream.range(0, all.size())
            .filter(
                row -> Arrays.stream(all.get(row)).anyMatch(cell -> VALUE.matcher(cell).matches()))
            .filter(row -> row + 1 == all.size() || all.get(row).length == all.get(row + 1).length)
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "'%s' has no row with a number or a time".formatted(file)));
    boolean named = first > 0 && all.get(first - 1).length == all.get(first).length;
    return new CsvTable(
        file,
        named ? List.of(all.get(first - 1)) : List.of(),
        all.subList(first, all.size()),
        first);
  }

  private static List<String[]> cells(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new IllegalArgumentException("'%s' does not exist or is not a file".formatted(file));
    }
    CsvMapper mapper =
        CsvMapper.builder()
            .enable(
                CsvParser.Feature.WRAP_AS_ARRAY,
                CsvParser.Feature.TRIM_SPACES,
                CsvParser.Feature.SKIP_EMPTY_LINES,
                CsvParser.Feature.ALLOW_COMMENTS)
            .build();
    try (InputStream in = Files.newInputStream(file);
        MappingIterator<String[]> rows =
            mapper
                .readerFor(String[].class)
                .with(CsvSchema.emptySchema().withColumnSeparator(separator(file)))
                .readValues(in)) {
      return rows.readAll();
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "'%s' is not readable as CSV: %s".formatted(file, e.getMessage()), e);
    }
  }

  /** A semicolon or a tab if several lines have one. */
  private static char separator(Path file) throws IOException {
    String sample;
    try (InputStream in = Files.newInputStream(file)) {
      sample = new String(in.readNBytes(SAMPLE_BYTES), StandardCharsets.UTF_8);
    }
    for (char other : new char[] {';', '\t'}) {
      if (sample.lines().limit(100).filter(line -> line.indexOf(other) >= 0).count() > 1) {
        return other;
      }
    }
    return ',';
  }

  int columns() {
    return rows.get(0).length;
  }

  /** The number of a row as an editor counts it, without empty lines and comments. */
  int line(int row) {
    return headerLines + row + 1;
  }

  /** A column by its name, or by its number from 1. */
  int column(String nameOrNumber, String option) {
    OptionalInt named =
        IntStream.range(0, header.size())
            .filter(i -> header.get(i).equalsIgnoreCase(nameOrNumber.strip()))
            .findFirst();
    if (named.isPresent()) {
      return named.getAsInt();
    }
    if (nameOrNumber.matches("\\d{1,4}")) {
      int number = Integer.parseInt(nameOrNumber);
      if (number >= 1 && number <= columns()) {
        return number - 1;
      }
    }
    throw new IllegalArgumentException(
        "'%s' has no column '%s' (%s); it has %s"
            .formatted(file, nameOrNumber, option, describeColumns()));
  }

  private String describeColumns() {
    return header.isEmpty()
        ? "no names, and columns 1 to " + columns()
        : header.stream().collect(Collectors.joining("', '", "'", "'"));
  }

  /** The first column whose name matches. */
  OptionalInt columnLike(Pattern name) {
    return IntStream.range(0, header.size())
        .filter(i -> name.matcher(header.get(i)).find())
        .findFirst();
  }

  /** What a column is called. */
  String name(int column) {
    return header.isEmpty() ? "column " + (column + 1) : "'" + header.get(column) + "'";
  }

  /** A cell; empty if its row is too short. */
  String cell(int row, int column) {
    String[] cells = rows.get(row);
    return column < cells.length && cells[column] != null ? cells[column] : "";
  }

  /** A cell as a number; NaN if it is none. */
  double number(int row, int column) {
    String cell = cell(row, column);
    try {
      return Double.parseDouble(cell.indexOf('.') < 0 ? cell.replace(',', '.') : cell);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
