package io.facephys.schemas;

/** Keeps users and passwords of addresses out of what is printed or logged. */
public final class Credentials {
  private Credentials() {}

  /** The text with {@code ***} for the user and the password of each address in it. */
  public static String masked(String text) {
    return text.replaceAll("(?<=://)[^/\\s'\"]+@", "***@");
  }
}
