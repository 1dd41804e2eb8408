package io.facephys.measure.accuracy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A table in Markdown, padded so that its columns also line up in plain text. */
final class MarkdownTable {
  private MarkdownTable() {}

  static List<String> lines(List<String> header, List<List<String>> rows) {
    int[] widths = new int[header.size()];
    Arrays.setAll(widths, i -> width(Stream.concat(Stream.of(header), rows.stream()), i));
    List<String> lines = new ArrayList<>();
    lines.add(line(header, widths, " "));
    lines.add(line(Arrays.stream(widths).mapToObj("-"::repeat).toList(), widths, "-"));
    rows.forEach(row -> lines.add(line(row, widths, " ")));
    return lines;
  }

  private static int width(Stream<List<String>> rows, int column) {
    return rows.mapToInt(row -> row.get(column).length()).max().orElseThrow();
  }

  private static String line(List<String> cells, int[] widths, String space) {
    return IntStream.range(0, widths.length)
        .mapToObj(i -> space + cells.get(i) + " ".repeat(widths[i] - cells.get(i).length()) + space)
        .collect(Collectors.joining("|", "|", "|"));
  }
}
