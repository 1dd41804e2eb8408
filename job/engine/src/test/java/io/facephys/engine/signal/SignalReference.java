package io.facephys.engine.signal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Columns of reference.csv, which signal_reference.py wrote with NumPy and SciPy. */
final class SignalReference {
  static final double[] WAVE = column("wave");
  static final double[] TRUTH = column("truth");
  static final double[] WAVE_BAND = column("waveBand");
  static final double[] TRUTH_BAND = column("truthBand");

  private SignalReference() {}

  static double[] column(String name) {
    List<String> lines = lines();
    int index = List.of(lines.get(0).split(",", -1)).indexOf(name);
    return lines.stream()
        .skip(1)
        .mapToDouble(line -> Double.parseDouble(line.split(",", -1)[index]))
        .toArray();
  }

  private static List<String> lines() {
    try (InputStream in = SignalReference.class.getResourceAsStream("reference.csv")) {
      byte[] bytes = Objects.requireNonNull(in).readAllBytes();
      return new String(bytes, StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
