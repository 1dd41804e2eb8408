package io.facephys.cli.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The table in job/camera/README.md: where each fault must be found, and where it may be. */
final class ConfusionTable {
  private static final Path README =
      Path.of(System.getProperty("facephys.root"), "job/camera/README.md");
  private static final String HEADER = "| injected | found at | and also at |";

  /**
   * One fault.
   *
   * @param point where it must be found
   * @param others where it may be found, too
   */
  record Row(Point point, Set<Point> others) {
    boolean allows(Point found) {
      return found == point || others.contains(found);
    }
  }

  private ConfusionTable() {}

  /** The rows by the name of the fault. */
  static Map<String, Row> read() {
    Map<String, Row> rows = new LinkedHashMap<>();
    try {
      Files.readAllLines(README).stream()
          .dropWhile(line -> !line.equals(HEADER))
          .skip(2)
          .takeWhile(line -> line.startsWith("|"))
          .map(line -> line.split("\\|", -1))
          .forEach(cells -> rows.put(cells[1].strip(), new Row(point(cells[2]), points(cells[3]))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return rows;
  }

  private static Set<Point> points(String cell) {
    Set<Point> points = EnumSet.noneOf(Point.class);
    Arrays.stream(cell.split(","))
        .filter(name -> !name.isBlank())
        .forEach(n -> points.add(point(n)));
    return points;
  }

  private static Point point(String label) {
    return Arrays.stream(Point.values())
        .filter(point -> point.label().equals(label.strip()))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no point '%s'".formatted(label)));
  }
}
