package io.facephys.console;

import java.util.List;
import java.util.Optional;

/** Finds what is worth telling in the text of a stack trace. */
public final class InnermostCause {
  private static final String CAUSED_BY = "Caused by: ";
  private static final String AFTER_CLASS = ": ";

  private InnermostCause() {}

  /**
   * The innermost cause, or one around it whose message holds that one's and more, such as the name
   * of a file or the remedy; empty if there is none.
   *
   * @param stackTrace its lines
   */
  public static Optional<String> in(List<String> stackTrace) {
    return stackTrace.stream()
        .filter(line -> line.startsWith(CAUSED_BY))
        .map(line -> line.substring(CAUSED_BY.length()))
        .reduce((outer, inner) -> saysMore(message(outer), inner) ? outer : inner);
  }

  private static boolean saysMore(String outer, String inner) {
    return outer.contains(message(inner)) && !outer.equals(inner);
  }

  private static String message(String cause) {
    return cause.substring(cause.indexOf(AFTER_CLASS) + AFTER_CLASS.length());
  }
}
