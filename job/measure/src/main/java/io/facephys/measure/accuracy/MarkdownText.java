package io.facephys.measure.accuracy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Headings, tables and lines in Markdown; columns also line up in plain text. */
final class MarkdownText {
  private final List<String> lines = new ArrayList<>();

  /** All that was added. */
  List<String> lines() {
    return lines;
  }

  void line(String line) {
    lines.add(line);
  }

  void heading(String text) {
    lines.addAll(List.of("", "**" + text + "**"));
  }

  void table(List<String> header, Stream<List<String>> rows) {
    List<List<String>> all = Stream.concat(Stream.of(header), rows).toList();
    int[] widths = new int[header.size()];
    Arrays.setAll(
        widths, i -> all.stream().mapToInt(row -> row.get(i).length()).max().orElseThrow());
    lines.addAll(List.of("", row(header, widths, " ")));
    lines.add(row(Arrays.stream(widths).mapToObj("-"::repeat).toList(), widths, "-"));
    all.stream().skip(1).map(row -> row(row, widths, " ")).forEach(lines::add);
  }

  /** The cells of a row: those of the first columns, then one for each item. */
  static <T> List<String> cells(List<String> first, List<T> items, Function<T, String> cell) {
    return Stream.concat(first.stream(), items.stream().map(cell)).toList();
  }

  private static String row(List<String> cells, int[] widths, String space) {
    return IntStream.range(0, widths.length)
        .mapToObj(i -> space + cells.get(i) + " ".repeat(widths[i] - cells.get(i).length()) + space)
        .collect(Collectors.joining("|", "|", "|"));
  }
}
