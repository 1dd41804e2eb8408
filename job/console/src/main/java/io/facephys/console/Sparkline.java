package io.facephys.console;

import java.util.Arrays;

/** A wave in one line of text. */
public final class Sparkline {
  private static final String LEVELS = "▁▂▃▄▅▆▇█";

  private Sparkline() {}

  /**
   * The last {@code width} samples, one block character each, scaled to the lowest and highest of
   * them.
   */
  public static String of(double[] samples, int width) {
    double[] last =
        Arrays.copyOfRange(samples, Math.max(0, samples.length - width), samples.length);
    double low = Arrays.stream(last).min().orElse(0);
    double range = Arrays.stream(last).max().orElse(0) - low;
    StringBuilder line = new StringBuilder();
    for (double sample : last) {
      double height = range == 0 ? 0 : (sample - low) / range;
      line.append(LEVELS.charAt((int) Math.round(height * (LEVELS.length() - 1))));
    }
    return line.toString();
  }
}
