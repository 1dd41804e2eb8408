package io.facephys.console;

/**
 * Text from outside, such as a subject's id, made fit for a line of a terminal: what comes from a
 * topic must not steer the terminal of who looks.
 */
public final class Printable {
  private static final String CUT = "…";

  private Printable() {}

  /**
   * The text with each control character, line break, invisible character and half of a surrogate
   * pair written as {@code \}{@code uXXXX}.
   */
  public static String of(String text) {
    StringBuilder line = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (isPrintable(c)) {
                line.appendCodePoint(c);
              } else {
                line.append("\\u%04x".formatted(c));
              }
            });
    return line.toString();
  }

  /**
   * The printable text in at most {@code width} characters. A longer one loses its middle, because
   * ids often differ at the end.
   */
  public static String of(String text, int width) {
    String line = of(text);
    int length = line.codePointCount(0, line.length());
    if (length <= width) {
      return line;
    }
    int head = line.offsetByCodePoints(0, (width - 1) / 2);
    int tail = line.offsetByCodePoints(line.length(), -(width / 2));
    return line.substring(0, head) + CUT + line.substring(tail);
  }

  private static boolean isPrintable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
